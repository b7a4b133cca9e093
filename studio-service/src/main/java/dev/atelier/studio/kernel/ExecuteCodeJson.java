package dev.atelier.studio.kernel;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@RegisterForReflection
@Schema(name = "ExecuteCode")
record ExecuteCodeJson(
        @Schema(required = true) @Nullable String code,

        @Schema(
                type = org.eclipse.microprofile.openapi.annotations.enums.SchemaType.STRING,
                description = "ISO 8601, one minute unless said, at most PT1H; code that takes longer is interrupted")
        @Nullable
        Duration timeout) {}
