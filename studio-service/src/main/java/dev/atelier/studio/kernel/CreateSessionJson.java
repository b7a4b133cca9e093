package dev.atelier.studio.kernel;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@RegisterForReflection
@Schema(name = "CreateSession")
record CreateSessionJson(
        @Schema(required = true) @Nullable String domainId,
        @Nullable String userProfileName,

        @Schema(description = "Instead of userProfileName, for a kernel in a space") @Nullable
        String spaceName,

        @Schema(required = true, description = "Of the document, relative to the home directory") @Nullable
        String path,

        @Nullable String name,

        @Schema(description = "notebook, console or file") @Nullable
        String type,

        @Schema(description = "An existing kernel, instead of a new one") @Nullable
        String kernelId,

        @Nullable String kernelName,
        @Nullable String image,
        @Nullable String instanceType) {}
