package dev.atelier.studio.quota;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.identity.Caller;
import dev.atelier.studio.settings.Quotas;
import dev.atelier.studio.tenancy.EffectiveSettings;
import dev.atelier.studio.tenancy.ProfileRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What there is of each quota. Quotas are set with the settings of domains and user profiles. */
@ApplicationScoped
public class QuotaOperations {
    private final QuotaCounts counts;
    private final EffectiveSettings settings;

    QuotaOperations(QuotaCounts counts, EffectiveSettings settings) {
        this.counts = counts;
        this.settings = settings;
    }

    /**
     * The quotas in force for a user, or, without a user, those of a domain as a whole, each with what is in use.
     *
     * @param domainId a member's own unless said
     * @param userProfileName a member's own unless said
     */
    @Transactional
    public List<QuotaUse> list(Caller caller, @Nullable String domainId, @Nullable String userProfileName) {
        String domain = given(domainId) ? domainId : caller.domainId();
        if (domain == null) {
            throw AtelierException.invalid("domainId", "must name a domain");
        }
        String user = given(userProfileName) ? userProfileName : caller.userProfileName();
        if (user == null) {
            caller.requireViewer();
            return of(domain, null, settings.domainQuotas(domain));
        }
        caller.requireProfileRead(domain, user);
        return of(domain, user, settings.of(new ProfileRef(domain, user)).limits());
    }

    private List<QuotaUse> of(String domainId, @Nullable String userProfileName, Quotas quotas) {
        List<QuotaUse> uses = new ArrayList<>();
        for (Countable what : Countable.values()) {
            uses.add(new QuotaUse(
                    domainId,
                    userProfileName,
                    what.wireName(),
                    null,
                    what.limit(quotas).orElse(null),
                    counts.count(what, domainId, userProfileName)));
        }
        Map<String, Long> running = counts.instancesByType(domainId, userProfileName);
        TreeSet<String> types = new TreeSet<>(running.keySet());
        types.addAll(quotas.byType().keySet());
        for (String type : types) {
            uses.add(new QuotaUse(
                    domainId,
                    userProfileName,
                    "instancesByType",
                    type,
                    quotas.byType().get(type),
                    running.getOrDefault(type, 0L)));
        }
        return uses;
    }

    private static boolean given(@Nullable String value) {
        return value != null && !value.isEmpty();
    }
}
