package dev.atelier.studio.image;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

@RegisterForReflection
@Schema(name = "Image")
record ImageJson(
        String imageName, String displayName, String description, boolean gpu, List<KernelSpecJson> kernelSpecs) {
    static ImageJson of(Image image) {
        return new ImageJson(
                image.name(),
                image.displayName(),
                image.description(),
                image.gpu(),
                image.kernelSpecs().stream()
                        .map(spec -> new KernelSpecJson(spec.name(), spec.displayName()))
                        .toList());
    }

    @RegisterForReflection
    @Schema(name = "ImageKernelSpec")
    record KernelSpecJson(String name, String displayName) {}
}
