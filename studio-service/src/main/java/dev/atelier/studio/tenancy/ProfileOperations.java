package dev.atelier.studio.tenancy;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.identity.Caller;
import dev.atelier.api.identity.Role;
import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.platform.idempotency.Idempotency;
import dev.atelier.studio.reconcile.ReconcileLoop;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** What can be done with user profiles. Making and deleting them is for administrators. */
@ApplicationScoped
public class ProfileOperations {
    private final TenancyStore store;
    private final Instance<ProfileOccupants> occupants;
    private final Idempotency idempotency;
    private final ReconcileLoop loop;
    private final Clock clock;

    ProfileOperations(
            TenancyStore store,
            Instance<ProfileOccupants> occupants,
            Idempotency idempotency,
            ReconcileLoop loop,
            Clock clock) {
        this.store = store;
        this.occupants = occupants;
        this.idempotency = idempotency;
        this.loop = loop;
        this.clock = clock;
    }

    /** Makes a user profile, {@code Pending} at first. */
    @Transactional
    public UserProfile create(Caller caller, NewUserProfile request, @Nullable String idempotencyKey) {
        caller.requireAdmin();
        idempotency.once(caller, "CreateUserProfile", idempotencyKey, request, String.class, () -> insert(request));
        return require(request.ref());
    }

    private String insert(NewUserProfile request) {
        ProfileRef ref = request.ref();
        new Names()
                .name("userProfileName", ref.userProfileName())
                .role("executionRole", request.executionRole())
                .label("team", request.team())
                .label("project", request.project())
                .tags("tags", request.tags())
                .check();
        Domain domain =
                store.lockDomain(ref.domainId()).orElseThrow(() -> AtelierException.notFound("domain", ref.domainId()));
        switch (domain.state()) {
            case TenancyState.Pending _, TenancyState.InService _ -> {}
            case TenancyState.Deleting _, TenancyState.Failed _ ->
                throw AtelierException.conflict("The domain '%s' is %s."
                        .formatted(ref.domainId(), domain.state().status()));
        }
        UserProfile profile = new UserProfile(
                ref,
                request.executionRole(),
                request.team(),
                request.project(),
                request.tags(),
                new TenancyState.Pending(),
                clock.instant().truncatedTo(ChronoUnit.MICROS));
        if (!store.insert(profile)) {
            throw AtelierException.alreadyExists("user profile", ref.userProfileName());
        }
        loop.wakeAfterCommit();
        return ref.toString();
    }

    /** The profile; a member can read his own. */
    public UserProfile get(Caller caller, ProfileRef ref) {
        caller.requireProfileRead(ref.domainId(), ref.userProfileName());
        return require(ref);
    }

    /** The profiles of a domain by name; a member sees his own. */
    public Page<UserProfile> list(Caller caller, String domainId, PageRequest page) {
        if (caller.unlimited() || caller.role() == Role.VIEWER) {
            if (store.domain(domainId).isEmpty()) {
                throw AtelierException.notFound("domain", domainId);
            }
            return store.profiles(domainId, page, null);
        }
        if (!domainId.equals(caller.domainId())) {
            throw AtelierException.permissionDenied(
                    "'%s' may not read the domain '%s'.".formatted(caller.subject(), domainId));
        }
        return store.profiles(domainId, page, caller.userProfileName());
    }

    /** Deletes a profile that has no live apps. Its home directory is kept. Deleting what is gone does nothing. */
    @Transactional
    public void delete(Caller caller, ProfileRef ref) {
        caller.requireAdmin();
        store.lockProfile(ref).ifPresent(profile -> {
            for (ProfileOccupants each : occupants) {
                each.occupying(ref).ifPresent(what -> {
                    throw AtelierException.inUse(
                            "Unable to delete UserProfile [%s] because %s associated with it.".formatted(ref, what));
                });
            }
            store.setState(ref, profile.state().deleting());
            loop.wakeAfterCommit();
        });
    }

    /**
     * The profile, ready to have something made in it, locked until the transaction ends: whatever is made for one user is made
     * one after the other.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public UserProfile lockForUse(ProfileRef ref) {
        UserProfile profile =
                store.lockProfile(ref).orElseThrow(() -> AtelierException.notFound("user profile", ref.toString()));
        return switch (profile.state()) {
            case TenancyState.InService _ -> profile;
            case TenancyState.Pending _ ->
                throw AtelierException.notReady(
                        "The user profile '%s' is Pending; wait until it is InService.".formatted(ref));
            case TenancyState.Deleting _, TenancyState.Failed _ ->
                throw AtelierException.conflict("The user profile '%s' is %s."
                        .formatted(ref, profile.state().status()));
        };
    }

    /** The profile, whoever asks; {@code RESOURCE_NOT_FOUND} when there is none. */
    public UserProfile require(ProfileRef ref) {
        return store.profile(ref).orElseThrow(() -> AtelierException.notFound("user profile", ref.toString()));
    }

    /** The domain of a profile, whoever asks. */
    public Domain domainOf(ProfileRef ref) {
        return store.domain(ref.domainId()).orElseThrow(() -> AtelierException.notFound("domain", ref.domainId()));
    }
}
