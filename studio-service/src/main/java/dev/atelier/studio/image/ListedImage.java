package dev.atelier.studio.image;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An image as lists show it: a shipped one, or an own one that may have no version to run yet.
 *
 * @param kernelSpecs what it offers now; empty when nothing of it can be run
 * @param own null for a shipped one
 */
public record ListedImage(
        String imageName,
        String displayName,
        String description,
        boolean gpu,
        List<KernelSpec> kernelSpecs,
        @Nullable OwnImage own) {
    public ListedImage {
        kernelSpecs = List.copyOf(kernelSpecs);
    }

    /** As on the wire; a shipped one is always there. */
    public String status() {
        return own == null ? new ImageState.Created().status() : own.state().status();
    }
}
