package dev.atelier.studio.kernel;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@RegisterForReflection
@Schema(name = "SwitchSession", description = "What is not said stays as it was")
record SwitchSessionJson(
        @Nullable String kernelName,
        @Nullable String image,
        @Nullable String instanceType) {}
