package dev.atelier.studio.access;

import dev.atelier.studio.audit.Audit;
import dev.atelier.studio.audit.AuditSubject;
import dev.atelier.studio.tenancy.Owner;
import dev.atelier.studio.tenancy.ProfileRef;
import dev.atelier.studio.tenancy.SpaceRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a capability URL lets its holder do, and until when.
 *
 * @param profile the user as whom its holder acts
 * @param space whose kernels it opens; null for the user's own
 */
public record Capability(
        String capabilityId,
        ProfileRef profile,
        @Nullable SpaceRef space,
        CapabilityScope scope,
        Instant creationTime,
        Instant expirationTime)
        implements AuditSubject {
    /** Whose kernels it opens. */
    public Owner owner() {
        return space == null ? profile : space;
    }

    @Override
    public Audit.Resource auditedAs() {
        return AuditSubject.resource(capabilityId, profile.domainId(), profile.userProfileName());
    }
}
