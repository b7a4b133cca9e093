package dev.atelier.studio.kernel;

import dev.atelier.studio.audit.Audit;
import dev.atelier.studio.audit.AuditSubject;

/** A session with its kernel. */
public record SessionView(KernelSession session, KernelView kernel) implements AuditSubject {
    @Override
    public Audit.Resource auditedAs() {
        return AuditSubject.resource(
                session.sessionId(), session.owner().domainId(), session.owner().key());
    }
}
