package dev.atelier.studio.tenancy;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.identity.Caller;
import dev.atelier.api.identity.Role;
import dev.atelier.studio.store.OwnerKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Optional;

/** Who may reach what is an owner's, and owners that are ready for use. */
@ApplicationScoped
public class Owners {
    private final ProfileOperations profiles;
    private final SpaceStore spaces;

    Owners(ProfileOperations profiles, SpaceStore spaces) {
        this.profiles = profiles;
        this.spaces = spaces;
    }

    /** Whether the caller may read what is the owner's. */
    public boolean sees(Caller caller, Owner owner) {
        return switch (owner) {
            case ProfileRef(var domainId, var userProfileName) -> caller.sees(domainId, userProfileName);
            case SpaceRef space -> caller.role() == Role.VIEWER || uses(caller, space);
        };
    }

    /** Refuses everybody who may not read what is the owner's; a viewer reads everything. */
    public void requireRead(Caller caller, Owner owner) {
        switch (owner) {
            case ProfileRef(var domainId, var userProfileName) -> caller.requireProfileRead(domainId, userProfileName);
            case SpaceRef space -> {
                if (!sees(caller, space)) {
                    throw refused(caller, space);
                }
            }
        }
    }

    /** Refuses everybody who may not work with what is the owner's. */
    public void requireUse(Caller caller, Owner owner) {
        switch (owner) {
            case ProfileRef(var domainId, var userProfileName) -> caller.requireProfile(domainId, userProfileName);
            case SpaceRef space -> {
                if (!uses(caller, space)) {
                    throw refused(caller, space);
                }
            }
        }
    }

    private boolean uses(Caller caller, SpaceRef ref) {
        return caller.unlimited()
                || (ref.domainId().equals(caller.domainId())
                        && spaces.find(ref)
                                .filter(space -> space.usableBy(caller))
                                .isPresent());
    }

    /** One who may not reach a space is not told whether there is one. */
    static AtelierException refused(Caller caller, SpaceRef space) {
        return AtelierException.permissionDenied("'%s' (%s) may not act in the space '%s' of the domain '%s'."
                .formatted(caller.subject(), caller.role().claim(), space.spaceName(), space.domainId()));
    }

    /** Refuses an owner that is not there with {@code RESOURCE_NOT_FOUND}, whoever asks. */
    public void require(Owner owner) {
        switch (owner) {
            case ProfileRef profile -> profiles.require(profile);
            case SpaceRef space -> find(space);
        }
    }

    /**
     * The owner, ready to have something made for it, locked until the transaction ends together with the profile on whose account it
     * is: whatever is counted for one user or one space is made one after the other.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public Tenant lockForUse(Owner owner) {
        return switch (owner) {
            case ProfileRef ref -> {
                UserProfile profile = profiles.lockForUse(ref);
                yield new Tenant(ref, ref, profile.team(), profile.project(), profile.tags());
            }
            case SpaceRef ref -> lockForUse(ref);
        };
    }

    private Tenant lockForUse(SpaceRef ref) {
        ProfileRef account = find(ref).account();
        UserProfile payer = account == null ? null : profiles.lockForUse(account);
        Space space = spaces.lock(ref).orElseThrow(() -> notFound(ref));
        space.state().requireUsable("space", ref.toString());
        return new Tenant(
                ref,
                account,
                space.team().isEmpty() && payer != null ? payer.team() : space.team(),
                space.project().isEmpty() && payer != null ? payer.project() : space.project(),
                space.tags());
    }

    private Space find(SpaceRef ref) {
        return spaces.find(ref).orElseThrow(() -> notFound(ref));
    }

    static AtelierException notFound(SpaceRef ref) {
        return AtelierException.notFound("space", ref.domainId() + "/" + ref.spaceName());
    }

    /** The user on whose account the owner is: himself, or a private space's owner; empty for a shared space, and for one that is gone. */
    public Optional<ProfileRef> account(Owner owner) {
        return switch (owner) {
            case ProfileRef profile -> Optional.of(profile);
            case SpaceRef ref -> spaces.find(ref).flatMap(space -> Optional.ofNullable(space.account()));
        };
    }

    /**
     * Whose things a list shows: what the filter says, or a member's own where it says nothing. Asking for more than one may see is
     * refused.
     */
    public Scope scope(Caller caller, OwnerFilter filter) {
        String domain = filter.domainId() == null ? caller.domainId() : filter.domainId();
        if (domain == null) {
            if (filter.userProfileName() != null || filter.spaceName() != null) {
                throw AtelierException.invalid("domainId", "is needed with userProfileName and spaceName");
            }
            caller.requireViewer();
            return new Scope(null, null);
        }
        Owner owner = filter.owner(domain);
        if (owner != null) {
            requireRead(caller, owner);
            return new Scope(domain, owner.key());
        }
        if (domain.equals(caller.domainId())) {
            return new Scope(domain, caller.userProfileName());
        }
        caller.requireViewer();
        return new Scope(domain, null);
    }

    /** The same, but a name without a domain means the owners of that name in all domains, to those who may read everything. */
    public Scope scopeAcrossDomains(Caller caller, OwnerFilter filter) {
        if (filter.domainId() != null || caller.domainId() != null) {
            return scope(caller, filter);
        }
        caller.requireViewer();
        return new Scope(null, OwnerKey.given(filter.userProfileName(), filter.spaceName()));
    }
}
