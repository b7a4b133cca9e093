package dev.atelier.studio.app;

import dev.atelier.studio.audit.Audit;
import dev.atelier.studio.audit.AuditSubject;
import dev.atelier.studio.tenancy.Owner;

/** An app by its names. */
public record AppKey(Owner owner, AppType type, String appName) implements AuditSubject {
    @Override
    public Audit.Resource auditedAs() {
        return AuditSubject.resource(type.wireName() + "/" + appName, owner.domainId(), owner.key());
    }

    @Override
    public String toString() {
        return owner + "/" + type.wireName() + "/" + appName;
    }
}
