package dev.atelier.studio.tenancy;

import dev.atelier.api.error.AtelierException;
import dev.atelier.studio.settings.Quotas;
import dev.atelier.studio.settings.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.Optional;

/** What applies to a user now: what the profile sets, and what its domain sets where the profile sets nothing. */
@ApplicationScoped
public class EffectiveSettings {
    private final TenancyStore store;

    EffectiveSettings(TenancyStore store) {
        this.store = store;
    }

    /** The settings in force; image and instance type are always there. {@code RESOURCE_NOT_FOUND} without a profile. */
    public Settings of(ProfileRef ref) {
        UserProfile profile =
                store.profile(ref).orElseThrow(() -> AtelierException.notFound("user profile", ref.toString()));
        return of(profile);
    }

    /** The settings in force for this profile. */
    public Settings of(UserProfile profile) {
        String domainId = profile.ref().domainId();
        Domain domain = store.domain(domainId).orElseThrow(() -> AtelierException.notFound("domain", domainId));
        return profile.settings().over(domain.defaults());
    }

    /** What all users of a domain together may have; {@code RESOURCE_NOT_FOUND} without a domain. */
    public Quotas domainQuotas(String domainId) {
        return store.domain(domainId)
                .map(Domain::quotas)
                .orElseThrow(() -> AtelierException.notFound("domain", domainId));
    }

    /** The same, with the domain locked until the transaction ends against everybody else who asks this way. */
    @Transactional(Transactional.TxType.MANDATORY)
    public Quotas lockedDomainQuotas(String domainId) {
        return store.lockDomain(domainId)
                .map(Domain::quotas)
                .orElseThrow(() -> AtelierException.notFound("domain", domainId));
    }

    /**
     * How long something of this user on this instance type may idle until it is shut down. The order is: the profile's for the
     * type, the profile's, the domain's for the type, the domain's. Zero is never; empty when nothing is set or the
     * profile is gone.
     */
    public Optional<Duration> idleTimeout(ProfileRef ref, String instanceType) {
        return store.profile(ref).flatMap(profile -> of(profile).idleTimeoutOn(instanceType));
    }
}
