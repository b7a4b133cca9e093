package dev.atelier.studio.quota;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.api.error.FieldViolation;
import dev.atelier.studio.settings.Quotas;
import dev.atelier.studio.tenancy.EffectiveSettings;
import dev.atelier.studio.tenancy.ProfileRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Refuses with {@code RESOURCE_LIMIT_EXCEEDED} what a quota does not allow. It counts in the transaction which then writes the row, under
 * a lock that everybody else who counts the same has to wait for: the profile's row, which the caller of {@code user} methods
 * has locked, and the domain's row, which the {@code domain} methods lock when there is a quota. So parallel requests never
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

    /** One more of these for the user, whose profile is locked. */
    public void user(Countable what, ProfileRef owner) {
        check(what, settings.of(owner).limits(), owner.domainId(), owner.userProfileName());
    }

    /** One more of these for the user's domain. */
    public void domain(Countable what, ProfileRef owner) {
        if (what.limit(settings.domainQuotas(owner.domainId())).isPresent()) {
            check(what, settings.lockedDomainQuotas(owner.domainId()), owner.domainId(), null);
        }
    }

    /** One more instance of this type for the user, whose profile is locked. */
    public void userInstance(ProfileRef owner, String instanceType) {
        Quotas quotas = settings.of(owner).limits();
        check(Countable.INSTANCES, quotas, owner.domainId(), owner.userProfileName());
        checkType(quotas, owner.domainId(), owner.userProfileName(), instanceType);
    }

    /** One more instance of this type for the user's domain. */
    public void domainInstance(ProfileRef owner, String instanceType) {
        Quotas seen = settings.domainQuotas(owner.domainId());
        if (Countable.INSTANCES.limit(seen).isPresent() || seen.byType().containsKey(instanceType)) {
            Quotas quotas = settings.lockedDomainQuotas(owner.domainId());
            check(Countable.INSTANCES, quotas, owner.domainId(), null);
            checkType(quotas, owner.domainId(), null, instanceType);
        }
    }

    private void check(Countable what, Quotas quotas, String domainId, @Nullable String userProfileName) {
        what.limit(quotas).ifPresent(limit -> {
            if (counts.count(what, domainId, userProfileName) >= limit) {
                throw exceeded(what.wireName(), limit, domainId, userProfileName);
            }
        });
    }

    private void checkType(Quotas quotas, String domainId, @Nullable String userProfileName, String instanceType) {
        Integer limit = quotas.byType().get(instanceType);
        if (limit != null
                && counts.instancesByType(domainId, userProfileName).getOrDefault(instanceType, 0L) >= limit) {
            throw exceeded("instancesByType." + instanceType, limit, domainId, userProfileName);
        }
    }

    private static AtelierException exceeded(
            String quota, int limit, String domainId, @Nullable String userProfileName) {
        String whose = userProfileName == null
                ? "domain '%s'".formatted(domainId)
                : "user profile '%s'".formatted(new ProfileRef(domainId, userProfileName));
        String message =
                "The quota '%s' of the %s is %d and is used up; end something or ask an administrator for more."
                        .formatted(quota, whose, limit);
        return new AtelierException(
                ErrorCode.RESOURCE_LIMIT_EXCEEDED, message, List.of(new FieldViolation("quotas." + quota, message)));
    }
}
