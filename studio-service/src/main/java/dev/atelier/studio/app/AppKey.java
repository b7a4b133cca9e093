package dev.atelier.studio.app;

import dev.atelier.studio.audit.Audit;
import dev.atelier.studio.audit.AuditSubject;
import dev.atelier.studio.tenancy.Owner;

/** An app by its names. */
public record AppKey(Owner owner, AppType type, String appName) implements AuditSubject {
    /** The app that a caller names; {@code VALIDATION} when there is no such type. */
    public static AppKey of(Owner owner, String appType, String appName) {
        return new AppKey(owner, AppType.required(appType), appName);
    }

    @Override
    public Audit.Resource auditedAs() {
        return AuditSubject.resource(type.wireName() + "/" + appName, owner.domainId(), owner.key());
    }

    @Override
    public String toString() {
        return owner + "/" + type.wireName() + "/" + appName;
    }
}
