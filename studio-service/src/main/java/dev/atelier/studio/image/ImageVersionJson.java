package dev.atelier.studio.image;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@RegisterForReflection
@Schema(name = "ImageVersion")
record ImageVersionJson(
        String imageName,
        int version,

        @Schema(description = "What names exactly this version where an image is named", examples = "my-image:3")
        String reference,

        @Schema(description = "CREATING, CREATED, CREATE_FAILED or DELETING")
        String status,

        @Nullable String failureReason,
        String baseImage,
        String requirements,
        List<String> aliases,
        String releaseNotes,
        Instant creationTime,
        Instant lastModifiedTime) {
    static ImageVersionJson of(ImageVersion version) {
        return new ImageVersionJson(
                version.imageName(),
                version.version(),
                version.reference(),
                version.state().status(),
                version.state().failureReason(),
                version.baseImage(),
                version.requirements(),
                version.aliases(),
                version.releaseNotes(),
                version.creationTime(),
                version.lastModifiedTime());
    }
}
