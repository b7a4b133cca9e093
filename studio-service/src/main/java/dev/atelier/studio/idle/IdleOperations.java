package dev.atelier.studio.idle;

import dev.atelier.api.identity.Caller;
import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.studio.tenancy.OwnerFilter;
import dev.atelier.studio.tenancy.Owners;
import dev.atelier.studio.tenancy.Scope;
import jakarta.enterprise.context.ApplicationScoped;

/** What owners were told about idle shutdowns. */
@ApplicationScoped
public class IdleOperations {
    private final IdleStore store;
    private final Owners owners;

    IdleOperations(IdleStore store, Owners owners) {
        this.store = store;
        this.owners = owners;
    }

    /** Warnings and shutdowns of one owner, of one domain, or of all, the newest first; a member's own when nothing is said. */
    public Page<IdleEvent> list(Caller caller, OwnerFilter filter, PageRequest page) {
        Scope scope = owners.scope(caller, filter);
        return store.list(scope.domainId(), scope.ownerKey(), page);
    }
}
