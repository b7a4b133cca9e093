package dev.atelier.studio.home;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Uploads and homes as JSON. */
final class UploadJson {
    private UploadJson() {}

    @RegisterForReflection
    @Schema(name = "CreateUpload")
    record CreateUpload(
            @Schema(required = true, description = "where the file will be, relative to the home directory") @Nullable
            String path,

            @Schema(required = true, description = "of the whole file") @Nullable
            Long sizeBytes) {}

    @RegisterForReflection
    @Schema(name = "Upload")
    record UploadView(
            String uploadId,
            String path,
            long sizeBytes,

            @Schema(description = "how many bytes have arrived; the next ones begin here")
            long offset,

            Instant creationTime,
            Instant expirationTime) {
        static UploadView of(HomeUpload upload) {
            return new UploadView(
                    upload.uploadId(),
                    upload.path(),
                    upload.sizeBytes(),
                    upload.offset(),
                    upload.creationTime(),
                    upload.expirationTime());
        }
    }

    @RegisterForReflection
    @Schema(name = "Uploads")
    record Uploads(List<UploadView> items) {}

    @RegisterForReflection
    @Schema(name = "Home")
    record Home(
            @Schema(description = "the sum of the sizes of its files")
            long sizeBytes,

            @Schema(description = "how much that may be; absent for no limit") @Nullable
            Long limitBytes) {
        static Home of(HomeInfo home) {
            return new Home(
                    home.sizeBytes(),
                    home.limitBytes().isPresent() ? home.limitBytes().getAsLong() : null);
        }
    }
}
