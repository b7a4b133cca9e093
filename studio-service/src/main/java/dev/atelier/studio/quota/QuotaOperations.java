package dev.atelier.studio.quota;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.identity.Caller;
import dev.atelier.studio.settings.Quotas;
import dev.atelier.studio.tenancy.EffectiveSettings;
import dev.atelier.studio.tenancy.Owner;
import dev.atelier.studio.tenancy.OwnerFilter;
import dev.atelier.studio.tenancy.Owners;
import dev.atelier.studio.tenancy.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What there is of each quota. Quotas are set with the settings of domains, user profiles and spaces. */
@ApplicationScoped
public class QuotaOperations {
    private final QuotaCounts counts;
    private final EffectiveSettings settings;
    private final Owners owners;

    QuotaOperations(QuotaCounts counts, EffectiveSettings settings, Owners owners) {
        this.owners = owners;
        this.counts = counts;
        this.settings = settings;
    }

    /**
     * The quotas in force for a user or a space, or, when neither is named, those of a domain as a whole, each with what is in use. A
     * member's own unless said.
     */
    @Transactional
    public List<QuotaUse> list(Caller caller, OwnerFilter filter) {
        Scope scope = owners.scope(caller, filter);
        String domain = scope.domainId();
        if (domain == null) {
            throw AtelierException.invalid("domainId", "must name a domain");
        }
        if (scope.ownerKey() == null) {
            return of(domain, null, settings.domainQuotas(domain));
        }
        Owner owner = Owner.ofKey(domain, scope.ownerKey());
        return of(domain, owner, settings.of(owner).limits());
    }

    private List<QuotaUse> of(String domainId, @Nullable Owner owner, Quotas quotas) {
        List<QuotaUse> uses = new ArrayList<>();
        for (Countable what : Countable.values()) {
            uses.add(new QuotaUse(
                    domainId,
                    owner,
                    what.wireName(),
                    null,
                    what.limit(quotas).orElse(null),
                    counts.count(what, domainId, owner)));
        }
        Map<String, Long> running = counts.instancesByType(domainId, owner);
        TreeSet<String> types = new TreeSet<>(running.keySet());
        types.addAll(quotas.byType().keySet());
        for (String type : types) {
            uses.add(new QuotaUse(
                    domainId,
                    owner,
                    "instancesByType",
                    type,
                    quotas.byType().get(type),
                    running.getOrDefault(type, 0L)));
        }
        return uses;
    }
}
