package dev.atelier.studio.kernel;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@RegisterForReflection
@Schema(name = "CreateKernel")
record CreateKernelJson(
        @Schema(required = true) @Nullable String domainId,
        @Nullable String userProfileName,

        @Schema(description = "Instead of userProfileName, for a kernel in a space") @Nullable
        String spaceName,

        @Schema(description = "python3 unless said") @Nullable
        String kernelName,

        @Nullable String image,
        @Nullable String instanceType,

        @Schema(description = "Of its document, relative to the home directory") @Nullable
        String path,

        @Schema(
                description =
                        "Environment variables that its process starts with, also after a restart; never shown again")
        @Nullable
        Map<String, String> env) {}
