package dev.atelier.studio.tenancy;

import dev.atelier.studio.audit.Audit;
import dev.atelier.studio.audit.AuditSubject;

/** Names one user profile: who owns an app, an instance, a kernel or a home directory. */
public record ProfileRef(String domainId, String userProfileName) implements AuditSubject {
    @Override
    public Audit.Resource auditedAs() {
        return AuditSubject.resource(userProfileName, domainId, userProfileName);
    }

    @Override
    public String toString() {
        return domainId + "/" + userProfileName;
    }
}
