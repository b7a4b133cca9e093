package dev.atelier.studio.kernel;

import dev.atelier.studio.tenancy.ProfileRef;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What to start.
 *
 * @param kernelName empty for {@code python3}
 * @param image empty for the domain's default
 * @param instanceType empty for the default of the domain or the image
 * @param path of the document, relative to the home directory
 */
@RegisterForReflection
public record NewKernel(ProfileRef owner, String kernelName, String image, String instanceType, String path) {}
