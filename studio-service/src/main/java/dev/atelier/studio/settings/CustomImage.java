package dev.atelier.studio.settings;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An own image as a user gets it.
 *
 * @param imageVersionNumber the version to run; null for the newest that is built
 * @param appImageConfigName which kernels it offers
 */
@RegisterForReflection
@Schema(name = "CustomImage", description = "An own image with how it is run; SageMaker's CustomImage.")
public record CustomImage(
        String imageName,

        @Schema(description = "The newest that is built unless given") @Nullable
        Integer imageVersionNumber,

        String appImageConfigName) {}
