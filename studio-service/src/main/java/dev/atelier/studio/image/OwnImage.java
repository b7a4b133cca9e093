package dev.atelier.studio.image;

import dev.atelier.studio.audit.Audit;
import dev.atelier.studio.audit.AuditSubject;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An image that an administrator made, for all users of the installation. What kernels run in are its versions.
 *
 * @param latestVersion the newest that is built; null when none is
 */
public record OwnImage(
        String imageName,
        String displayName,
        String description,
        String executionRole,
        Map<String, String> tags,
        ImageState state,
        @Nullable Integer latestVersion,
        Instant creationTime,
        Instant lastModifiedTime)
        implements AuditSubject {
    public OwnImage {
        tags = Map.copyOf(tags);
    }

    @Override
    public Audit.Resource auditedAs() {
        return AuditSubject.resource(imageName, null, null);
    }
}
