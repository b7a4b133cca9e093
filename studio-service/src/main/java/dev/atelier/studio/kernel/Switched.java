package dev.atelier.studio.kernel;

import dev.atelier.studio.audit.Audit;
import dev.atelier.studio.audit.AuditSubject;
import java.util.List;

/**
 * A session after a switch.
 *
 * @param lost what the switch cost, in words
 */
public record Switched(SessionView session, List<String> lost) implements AuditSubject {
    @Override
    public Audit.Resource auditedAs() {
        return session.auditedAs();
    }

    public Switched {
        lost = List.copyOf(lost);
    }
}
