package dev.atelier.studio.image;

import java.util.List;
import java.util.Optional;

/**
 * A named environment for kernels.
 *
 * @param name stable, as in requests: {@code data-science}
 * @param gpu whether it is made for instance types with a GPU
 */
public record Image(String name, String displayName, String description, boolean gpu, List<KernelSpec> kernelSpecs) {
    public Image {
        kernelSpecs = List.copyOf(kernelSpecs);
    }

    /** The kernel spec with this name. */
    public Optional<KernelSpec> kernelSpec(String kernelName) {
        return kernelSpecs.stream()
                .filter(spec -> spec.name().equals(kernelName))
                .findFirst();
    }
}
