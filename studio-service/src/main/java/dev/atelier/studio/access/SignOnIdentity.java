package dev.atelier.studio.access;

import dev.atelier.studio.audit.Audit;
import dev.atelier.studio.audit.AuditSubject;
import dev.atelier.studio.tenancy.ProfileRef;
import java.time.Instant;

/** A person at the company's sign-on ({@code sub}), and whose profile that one uses here. */
public record SignOnIdentity(String subject, ProfileRef profile, Instant creationTime) implements AuditSubject {
    @Override
    public Audit.Resource auditedAs() {
        return AuditSubject.resource(subject, profile.domainId(), profile.userProfileName());
    }
}
