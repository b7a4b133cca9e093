package dev.atelier.studio.tenancy;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.identity.Caller;
import dev.atelier.api.identity.Role;
import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.platform.idempotency.Idempotency;
import dev.atelier.studio.audit.Audited;
import dev.atelier.studio.audit.AuditedType;
import dev.atelier.studio.reconcile.ReconcileLoop;
import dev.atelier.studio.settings.Quotas;
import dev.atelier.studio.settings.Settings;
import dev.atelier.studio.store.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What can be done with domains. Making and deleting them is for administrators. */
@ApplicationScoped
public class DomainOperations {
    private static final int ID_LENGTH = 12;

    private final TenancyStore store;
    private final SpaceStore spaces;
    private final SettingsCheck settings;
    private final Idempotency idempotency;
    private final ReconcileLoop loop;
    private final Clock clock;

    DomainOperations(
            TenancyStore store,
            SpaceStore spaces,
            SettingsCheck settings,
            Idempotency idempotency,
            ReconcileLoop loop,
            Clock clock) {
        this.store = store;
        this.spaces = spaces;
        this.settings = settings;
        this.idempotency = idempotency;
        this.loop = loop;
        this.clock = clock;
    }

    /** Makes a domain, {@code Pending} at first. */
    @Transactional
    @Audited(value = "CreateDomain", type = AuditedType.DOMAIN)
    public Domain create(Caller caller, NewDomain request, @Nullable String idempotencyKey) {
        caller.requireAdmin();
        String domainId =
                idempotency.once(caller, "CreateDomain", idempotencyKey, request, String.class, () -> insert(request));
        return require(domainId);
    }

    private String insert(NewDomain request) {
        new Names()
                .name("domainName", request.domainName())
                .tags("tags", request.tags())
                .check();
        Instant now = now();
        Domain domain = new Domain(
                "d-" + Ids.random(ID_LENGTH),
                request.domainName(),
                new TenancyState.Pending(),
                settings.ofDomain(request.defaults(), request.quotas()),
                request.quotas(),
                request.tags(),
                now,
                now);
        if (!store.insert(domain)) {
            throw AtelierException.alreadyExists("domain", request.domainName());
        }
        loop.wakeAfterCommit();
        return domain.domainId();
    }

    /** The domain; a member can read his own. */
    public Domain get(Caller caller, String domainId) {
        if (!readsAll(caller) && !domainId.equals(caller.domainId())) {
            throw AtelierException.permissionDenied(
                    "'%s' may not read the domain '%s'.".formatted(caller.subject(), domainId));
        }
        return require(domainId);
    }

    /** Domains in the order asked for; a member sees his own. */
    public Page<Domain> list(Caller caller, TenancyFilter filter, PageRequest page) {
        return store.domains(filter, page, readsAll(caller) ? null : caller.domainId());
    }

    /**
     * Changes a domain that is InService. What is set applies to launches from now on; what runs goes on as it was started, also
     * where a quota is now below what there is.
     */
    @Transactional
    @Audited(value = "UpdateDomain", type = AuditedType.DOMAIN)
    public Domain update(Caller caller, String domainId, DomainChange change) {
        return change(lock(caller, domainId), change);
    }

    /** Changes a domain that is InService from what it is. */
    @Transactional
    @Audited(value = "UpdateDomain", type = AuditedType.DOMAIN)
    public Domain update(Caller caller, String domainId, Function<Domain, DomainChange> change) {
        Domain domain = lock(caller, domainId);
        return change(domain, change.apply(domain));
    }

    private Domain lock(Caller caller, String domainId) {
        caller.requireAdmin();
        return store.lockDomain(domainId).orElseThrow(() -> AtelierException.notFound("domain", domainId));
    }

    private Domain change(Domain domain, DomainChange change) {
        domain.state().requireChangeable("domain", domain.domainId());
        Map<String, String> tags = change.tags() == null ? domain.tags() : change.tags();
        new Names().tags("tags", tags).check();
        Quotas quotas = change.quotas() == null ? domain.quotas() : change.quotas();
        Settings defaults = change.defaults() == null ? domain.defaults() : change.defaults();
        Settings checked = settings.ofDomain(
                defaults.over(Settings.NONE.with(domain.defaultImage(), domain.defaultInstanceType())), quotas);
        Domain changed = new Domain(
                domain.domainId(),
                domain.domainName(),
                domain.state(),
                checked,
                quotas,
                tags,
                domain.creationTime(),
                now());
        store.update(changed);
        return changed;
    }

    /** Deletes a domain that has no user profiles and no spaces left. Deleting what is gone does nothing. */
    @Transactional
    @Audited(value = "DeleteDomain", type = AuditedType.DOMAIN)
    public void delete(Caller caller, String domainId) {
        caller.requireAdmin();
        store.lockDomain(domainId).ifPresent(domain -> {
            if (store.hasProfiles(domainId)) {
                throw AtelierException.inUse(
                        "Unable to delete Domain [%s] because UserProfile(s) are associated with it."
                                .formatted(domainId));
            }
            if (spaces.anyIn(domainId)) {
                throw AtelierException.inUse(
                        "Unable to delete Domain [%s] because Space(s) are associated with it.".formatted(domainId));
            }
            store.setState(domainId, domain.state().deleting());
            loop.wakeAfterCommit();
        });
    }

    /** Changes the tags of a domain that is InService from what they are. */
    @Transactional
    @Audited(value = "UpdateDomain", type = AuditedType.DOMAIN)
    public Domain tag(Caller caller, String domainId, UnaryOperator<Map<String, String>> change) {
        Domain domain = lock(caller, domainId);
        return change(domain, new DomainChange(null, null, change.apply(domain.tags())));
    }

    private Domain require(String domainId) {
        return store.domain(domainId).orElseThrow(() -> AtelierException.notFound("domain", domainId));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static boolean readsAll(Caller caller) {
        return caller.unlimited() || caller.role() == Role.VIEWER;
    }
}
