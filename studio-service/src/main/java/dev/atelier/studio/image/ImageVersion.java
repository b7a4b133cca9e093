package dev.atelier.studio.image;

import dev.atelier.studio.audit.Audit;
import dev.atelier.studio.audit.AuditSubject;
import java.time.Instant;
import java.util.List;

/**
 * A version of an own image: a shipped image, extended by a requirements file.
 *
 * @param imageVersionId what engines know it by
 * @param version 1 and up; a number is never given twice
 * @param requirements the text of a requirements file
 * @param aliases names of this version; each names one version of the image at most
 */
public record ImageVersion(
        String imageVersionId,
        String imageName,
        int version,
        String baseImage,
        String requirements,
        List<String> aliases,
        String releaseNotes,
        ImageVersionState state,
        Instant creationTime,
        Instant lastModifiedTime)
        implements AuditSubject {
    public ImageVersion {
        aliases = List.copyOf(aliases);
    }

    /** What names exactly this version, where an image is named. */
    public String reference() {
        return imageName + ":" + version;
    }

    @Override
    public Audit.Resource auditedAs() {
        return AuditSubject.resource(reference(), null, null);
    }
}
