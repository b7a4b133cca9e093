package dev.atelier.studio.idle;

import dev.atelier.api.identity.Caller;
import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.studio.kernel.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** What owners were told about idle shutdowns. */
@ApplicationScoped
public class IdleOperations {
    private final IdleStore store;

    IdleOperations(IdleStore store) {
        this.store = store;
    }

    /** Warnings and shutdowns of one owner, of one domain, or of all, the newest first; a member's own when nothing is said. */
    public Page<IdleEvent> list(
            Caller caller, @Nullable String domainId, @Nullable String userProfileName, PageRequest page) {
        Scope scope = Scope.of(caller, domainId, userProfileName);
        return store.list(scope.domainId(), scope.userProfileName(), page);
    }
}
