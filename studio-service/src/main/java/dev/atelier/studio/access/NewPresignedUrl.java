package dev.atelier.studio.access;

import dev.atelier.studio.audit.Audit;
import dev.atelier.studio.audit.AuditSubject;
import dev.atelier.studio.tenancy.ProfileRef;
import dev.atelier.studio.tenancy.SpaceRef;
import org.jspecify.annotations.Nullable;

/**
 * A URL to make which signs one browser in.
 *
 * @param space where the browser goes; null for the user's own Lab
 * @param expiresInSeconds how long it can be used, 5 to 300; 0 for 300
 * @param sessionSeconds how long the browser stays signed in, 1800 to 43200; 0 for 43200
 */
public record NewPresignedUrl(ProfileRef profile, @Nullable SpaceRef space, int expiresInSeconds, int sessionSeconds)
        implements AuditSubject {
    @Override
    public Audit.Resource auditedAs() {
        return profile.auditedAs();
    }
}
