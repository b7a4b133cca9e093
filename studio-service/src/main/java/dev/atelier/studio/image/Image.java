package dev.atelier.studio.image;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A named environment for kernels that can be run.
 *
 * @param name stable, as in requests: {@code data-science}
 * @param version of an own image; null for a shipped one
 * @param environment what engines know it by
 * @param gpu whether it is made for instance types with a GPU
 */
public record Image(
        String name,
        @Nullable Integer version,
        String environment,
        String displayName,
        String description,
        boolean gpu,
        List<KernelSpec> kernelSpecs) {
    public Image {
        kernelSpecs = List.copyOf(kernelSpecs);
    }

    /** What names exactly this environment where an image is named: the name, with the number of an own image's version. */
    public String reference() {
        return version == null ? name : name + ":" + version;
    }

    /** The kernel spec with this name. */
    public Optional<KernelSpec> kernelSpec(String kernelName) {
        return kernelSpecs.stream()
                .filter(spec -> spec.name().equals(kernelName))
                .findFirst();
    }
}
