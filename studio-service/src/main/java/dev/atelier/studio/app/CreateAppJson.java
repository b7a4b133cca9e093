package dev.atelier.studio.app;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@RegisterForReflection
@Schema(name = "CreateApp")
record CreateAppJson(
        @Schema(required = true, description = "JupyterServer or KernelGateway") @Nullable
        String appType,

        @Schema(required = true) @Nullable String appName,
        @Nullable String image,
        @Nullable String instanceType,

        @Schema(description = "One that is attached in the settings; the default unless said, None for none") @Nullable
        String lifecycleConfigName) {}
