package dev.atelier.studio.access;

import dev.atelier.studio.audit.Audit;
import dev.atelier.studio.audit.AuditSubject;
import dev.atelier.studio.tenancy.ProfileRef;

/**
 * A capability URL to make.
 *
 * @param expiresInSeconds 60 to 43200; 0 for 900
 */
public record NewCapability(ProfileRef profile, CapabilityScope scope, int expiresInSeconds) implements AuditSubject {
    @Override
    public Audit.Resource auditedAs() {
        return profile.auditedAs();
    }
}
