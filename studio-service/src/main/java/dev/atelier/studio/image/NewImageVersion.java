package dev.atelier.studio.image;

import dev.atelier.studio.audit.Audit;
import dev.atelier.studio.audit.AuditSubject;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * A version to build.
 *
 * @param baseImage the shipped image that it extends; empty for the default
 * @param requirements the text of a requirements file; may be empty
 */
@RegisterForReflection
public record NewImageVersion(
        String imageName, String baseImage, String requirements, List<String> aliases, String releaseNotes)
        implements AuditSubject {
    public NewImageVersion {
        aliases = List.copyOf(aliases);
    }

    @Override
    public Audit.Resource auditedAs() {
        return AuditSubject.resource(imageName, null, null);
    }
}
