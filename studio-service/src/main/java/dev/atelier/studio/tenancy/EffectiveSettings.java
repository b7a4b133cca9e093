package dev.atelier.studio.tenancy;

import dev.atelier.api.error.AtelierException;
import dev.atelier.studio.settings.Quotas;
import dev.atelier.studio.settings.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What applies to an owner now: what it sets itself, and what its domain sets where it sets nothing. */
@ApplicationScoped
public class EffectiveSettings {
    private final TenancyStore store;
    private final SpaceStore spaces;

    EffectiveSettings(TenancyStore store, SpaceStore spaces) {
        this.store = store;
        this.spaces = spaces;
    }

    /** The settings in force; image and instance type are always there. {@code RESOURCE_NOT_FOUND} without the owner. */
    public Settings of(Owner owner) {
        return switch (owner) {
            case ProfileRef ref -> of(ref);
            case SpaceRef ref -> of(spaces.find(ref).orElseThrow(() -> Owners.notFound(ref)));
        };
    }

    /** The settings in force for this space: its own, and under them its owner's if it is private, else the domain's. */
    Settings of(Space space) {
        ProfileRef account = space.account();
        return space.settings().over(account == null ? defaults(space.ref().domainId()) : of(account));
    }

    private Settings of(ProfileRef ref) {
        UserProfile profile =
                store.profile(ref).orElseThrow(() -> AtelierException.notFound("user profile", ref.toString()));
        return of(profile);
    }

    /** The settings in force for this profile. */
    public Settings of(UserProfile profile) {
        return profile.settings().over(defaults(profile.ref().domainId()));
    }

    private Settings defaults(String domainId) {
        return store.domain(domainId)
                .map(Domain::defaults)
                .orElseThrow(() -> AtelierException.notFound("domain", domainId));
    }

    /**
     * Whose quotas count for what is made for this owner: a user's own; for a private space those of its owner, who has all of his
     * private spaces within them, and what is set for the space itself; for a shared space its own.
     */
    public List<Allowance> allowances(Owner owner) {
        return switch (owner) {
            case ProfileRef ref -> List.of(new Allowance(ref, of(ref).limits()));
            case SpaceRef ref -> {
                Space space = spaces.find(ref).orElseThrow(() -> Owners.notFound(ref));
                ProfileRef account = space.account();
                yield account == null
                        ? List.of(new Allowance(ref, of(space).limits()))
                        : List.of(
                                new Allowance(account, of(account).limits()),
                                new Allowance(ref, space.settings().limits()));
            }
        };
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
     * How long something of this owner on this instance type may idle until it is shut down. The order is: the owner's for the type, the
     * owner's, the domain's for the type, the domain's; a private space's come before its owner's. Zero is never; empty when nothing is
     * set or the owner is gone.
     */
    public Optional<Duration> idleTimeout(Owner owner, String instanceType) {
        Optional<Settings> settings = switch (owner) {
            case ProfileRef ref -> store.profile(ref).map(this::of);
            case SpaceRef ref -> spaces.find(ref).map(this::of);
        };
        return settings.flatMap(found -> found.idleTimeoutOn(instanceType));
    }
}
