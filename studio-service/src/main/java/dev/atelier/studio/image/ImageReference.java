package dev.atelier.studio.image;

import dev.atelier.studio.audit.Audit;
import dev.atelier.studio.audit.AuditSubject;
import java.util.OptionalInt;

/**
 * How an image is named where one is chosen: {@code data-science}, {@code my-image}, {@code my-image:3}, {@code my-image:stable}.
 *
 * @param version the number of a version or one of its aliases; empty for the newest that is built
 */
public record ImageReference(String imageName, String version) implements AuditSubject {
    /** Reads it. Whether there is such an image is another question. */
    public static ImageReference parse(String text) {
        int colon = text.indexOf(':');
        return colon < 0
                ? new ImageReference(text, "")
                : new ImageReference(text.substring(0, colon), text.substring(colon + 1));
    }

    /** The number, when the version is said by its number. */
    OptionalInt number() {
        return version.matches("[0-9]{1,9}") ? OptionalInt.of(Integer.parseInt(version)) : OptionalInt.empty();
    }

    @Override
    public Audit.Resource auditedAs() {
        return AuditSubject.resource(toString(), null, null);
    }

    @Override
    public String toString() {
        return version.isEmpty() ? imageName : imageName + ":" + version;
    }
}
