package dev.atelier.studio.tenancy;

import dev.atelier.api.error.AtelierException;
import dev.atelier.studio.audit.Audit;
import dev.atelier.studio.audit.AuditSubject;
import dev.atelier.studio.store.OwnerKey;
import org.jspecify.annotations.Nullable;

/** Whose an app, an instance, a kernel or a home directory is: a user profile's or a space's. */
public sealed interface Owner extends AuditSubject permits ProfileRef, SpaceRef {
    String domainId();

    /** The profile's name; null for a space. */
    @Nullable
    String userProfileName();

    /** The space's name; null for a profile. */
    @Nullable
    String spaceName();

    /**
     * What tells the owners of a domain apart: a profile's name, or {@code space.} and a space's name. No name has a dot, so the two never
     * meet. It is the segment of the owner's Jupyter path, the name of its home directory, and what rows say of their owner.
     */
    String key();

    @Override
    default Audit.Resource auditedAs() {
        return AuditSubject.resource(name(), domainId(), key());
    }

    /** Its name, whichever it is. */
    String name();

    /** The owner with this {@link #key}. */
    static Owner ofKey(String domainId, String key) {
        String space = OwnerKey.spaceName(key);
        return space == null ? new ProfileRef(domainId, key) : new SpaceRef(domainId, space);
    }

    /** The owner that a caller names by one of the two names; {@code VALIDATION} when it gives both or none. */
    static Owner named(String domainId, @Nullable String userProfileName, @Nullable String spaceName) {
        boolean user = userProfileName != null && !userProfileName.isEmpty();
        boolean space = spaceName != null && !spaceName.isEmpty();
        if (user == space) {
            throw AtelierException.invalid(
                    user ? "spaceName" : "userProfileName", "give either userProfileName or spaceName");
        }
        return user ? new ProfileRef(domainId, userProfileName) : new SpaceRef(domainId, String.valueOf(spaceName));
    }
}
