package dev.atelier.studio.image;

import dev.atelier.studio.audit.Audit;
import dev.atelier.studio.audit.AuditSubject;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;

/**
 * An image to make.
 *
 * @param displayName empty for the name itself
 * @param executionRole the ARN of an IAM role, kept for clients that say one; may be empty
 */
@RegisterForReflection
public record NewImage(
        String imageName, String displayName, String description, String executionRole, Map<String, String> tags)
        implements AuditSubject {
    public NewImage {
        tags = Map.copyOf(tags);
    }

    @Override
    public Audit.Resource auditedAs() {
        return AuditSubject.resource(imageName, null, null);
    }
}
