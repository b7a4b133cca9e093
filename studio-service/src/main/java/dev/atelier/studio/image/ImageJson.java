package dev.atelier.studio.image;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@RegisterForReflection
@Schema(name = "Image")
record ImageJson(
        String imageName,
        String displayName,
        String description,
        boolean gpu,

        @Schema(description = "What it offers; none while an own image has no version that is built")
        List<KernelSpecJson> kernelSpecs,

        @Schema(description = "Whether it came with Atelier")
        boolean shipped,

        @Schema(description = "CREATED or DELETING") String status,

        @Schema(description = "The newest version that is built, of an own image") @Nullable
        Integer latestVersion,

        @Nullable String executionRole,
        @Nullable Map<String, String> tags,
        @Nullable Instant creationTime,
        @Nullable Instant lastModifiedTime) {
    static ImageJson of(ListedImage image) {
        OwnImage own = image.own();
        return new ImageJson(
                image.imageName(),
                image.displayName(),
                image.description(),
                image.gpu(),
                image.kernelSpecs().stream()
                        .map(spec -> new KernelSpecJson(spec.name(), spec.displayName()))
                        .toList(),
                own == null,
                image.status(),
                own == null ? null : own.latestVersion(),
                own == null || own.executionRole().isEmpty() ? null : own.executionRole(),
                own == null ? null : own.tags(),
                own == null ? null : own.creationTime(),
                own == null ? null : own.lastModifiedTime());
    }

    @RegisterForReflection
    @Schema(name = "ImageKernelSpec")
    record KernelSpecJson(String name, String displayName) {}
}
