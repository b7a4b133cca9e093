package dev.atelier.studio.audit;

import org.jspecify.annotations.Nullable;

/** Something that an operation acts on, as the audit log names it. */
public interface AuditSubject {
    /** What is acted on. */
    Audit.Resource auditedAs();

    /** The resource with this owner; "" where there is none. */
    static Audit.Resource resource(String id, @Nullable String domainId, @Nullable String ownerKey) {
        return new Audit.Resource(id, domainId == null ? "" : domainId, ownerKey == null ? "" : ownerKey);
    }
}
