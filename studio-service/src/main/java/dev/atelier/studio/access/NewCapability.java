package dev.atelier.studio.access;

import dev.atelier.studio.audit.Audit;
import dev.atelier.studio.audit.AuditSubject;
import dev.atelier.studio.tenancy.ProfileRef;
import dev.atelier.studio.tenancy.SpaceRef;
import org.jspecify.annotations.Nullable;

/**
 * A capability URL to make.
 *
 * @param space whose kernels it opens; null for the user's own
 * @param expiresInSeconds 60 to 43200; 0 for 900
 */
public record NewCapability(ProfileRef profile, @Nullable SpaceRef space, CapabilityScope scope, int expiresInSeconds)
        implements AuditSubject {
    @Override
    public Audit.Resource auditedAs() {
        return profile.auditedAs();
    }
}
