package dev.atelier.studio.access;

import dev.atelier.studio.audit.Audit;
import dev.atelier.studio.audit.AuditSubject;
import dev.atelier.studio.tenancy.ProfileRef;
import java.time.Instant;

/** What a capability URL lets its holder do, and until when. */
public record Capability(
        String capabilityId, ProfileRef profile, CapabilityScope scope, Instant creationTime, Instant expirationTime)
        implements AuditSubject {
    @Override
    public Audit.Resource auditedAs() {
        return AuditSubject.resource(capabilityId, profile.domainId(), profile.userProfileName());
    }
}
