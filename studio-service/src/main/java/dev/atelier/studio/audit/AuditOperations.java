package dev.atelier.studio.audit;

import dev.atelier.api.identity.Caller;
import dev.atelier.api.identity.Role;
import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import jakarta.enterprise.context.ApplicationScoped;

/** What can be asked about what was done. */
@ApplicationScoped
public class AuditOperations {
    private final AuditStore store;

    AuditOperations(AuditStore store) {
        this.store = store;
    }

    /** Events, the newest first; a member sees what he did and what was done to what is his. */
    public Page<Audit> list(Caller caller, AuditFilter filter, PageRequest page) {
        boolean all = caller.unlimited() || caller.role() == Role.VIEWER;
        return store.list(filter, all ? null : caller.domainId(), all ? null : caller.userProfileName(), page);
    }
}
