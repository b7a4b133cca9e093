package dev.atelier.studio.quota;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.api.error.FieldViolation;
import dev.atelier.studio.settings.Quotas;
import dev.atelier.studio.tenancy.Allowance;
import dev.atelier.studio.tenancy.EffectiveSettings;
import dev.atelier.studio.tenancy.Owner;
import dev.atelier.studio.tenancy.ProfileRef;
import dev.atelier.studio.tenancy.SpaceRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Refuses with {@code RESOURCE_LIMIT_EXCEEDED} what a quota does not allow. It counts in the transaction which then writes the row, under
 * a lock that everybody else who counts the same has to wait for: the row of the profile or space, which the caller of {@code owner}
 * methods has locked, and the domain's row, which the {@code domain} methods lock when there is a quota. So parallel requests never
 * exceed one. The domain is locked last and shortly before the commit; nothing slow may follow.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
public class QuotaGuard {
    private final QuotaCounts counts;
    private final EffectiveSettings settings;

    QuotaGuard(QuotaCounts counts, EffectiveSettings settings) {
        this.counts = counts;
        this.settings = settings;
    }

    /** One more of these for the owner, which is locked. */
    public void owner(Countable what, Owner owner) {
        for (Allowance allowance : settings.allowances(owner)) {
            check(what, allowance.quotas(), owner.domainId(), allowance.owner());
        }
    }

    /** One more of these for the owner's domain. */
    public void domain(Countable what, Owner owner) {
        if (what.limit(settings.domainQuotas(owner.domainId())).isPresent()) {
            check(what, settings.lockedDomainQuotas(owner.domainId()), owner.domainId(), null);
        }
    }

    /** One more instance of this type for the owner, which is locked. */
    public void ownerInstance(Owner owner, String instanceType) {
        for (Allowance allowance : settings.allowances(owner)) {
            check(Countable.INSTANCES, allowance.quotas(), owner.domainId(), allowance.owner());
            checkType(allowance.quotas(), owner.domainId(), allowance.owner(), instanceType);
        }
    }

    /** One more instance of this type for the owner's domain. */
    public void domainInstance(Owner owner, String instanceType) {
        Quotas seen = settings.domainQuotas(owner.domainId());
        if (Countable.INSTANCES.limit(seen).isPresent() || seen.byType().containsKey(instanceType)) {
            Quotas quotas = settings.lockedDomainQuotas(owner.domainId());
            check(Countable.INSTANCES, quotas, owner.domainId(), null);
            checkType(quotas, owner.domainId(), null, instanceType);
        }
    }

    private void check(Countable what, Quotas quotas, String domainId, @Nullable Owner owner) {
        what.limit(quotas).ifPresent(limit -> {
            if (counts.count(what, domainId, owner) >= limit) {
                throw exceeded(what.wireName(), limit, domainId, owner);
            }
        });
    }

    private void checkType(Quotas quotas, String domainId, @Nullable Owner owner, String instanceType) {
        Integer limit = quotas.byType().get(instanceType);
        if (limit != null && counts.instancesByType(domainId, owner).getOrDefault(instanceType, 0L) >= limit) {
            throw exceeded("instancesByType." + instanceType, limit, domainId, owner);
        }
    }

    private static AtelierException exceeded(String quota, int limit, String domainId, @Nullable Owner owner) {
        String whose = switch (owner) {
            case null -> "domain '%s'".formatted(domainId);
            case ProfileRef profile -> "user profile '%s'".formatted(profile);
            case SpaceRef(var domain, var space) -> "space '%s/%s'".formatted(domain, space);
        };
        String message =
                "The quota '%s' of the %s is %d and is used up; end something or ask an administrator for more."
                        .formatted(quota, whose, limit);
        return new AtelierException(
                ErrorCode.RESOURCE_LIMIT_EXCEEDED, message, List.of(new FieldViolation("quotas." + quota, message)));
    }
}
