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
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What can be done with user profiles. Making and deleting them is for administrators. */
@ApplicationScoped
public class ProfileOperations {
    private final TenancyStore store;
    private final SpaceStore spaces;
    private final Instance<OwnerOccupants> occupants;
    private final SettingsCheck settings;
    private final EffectiveSettings effective;
    private final Idempotency idempotency;
    private final ReconcileLoop loop;
    private final Clock clock;

    ProfileOperations(
            TenancyStore store,
            SpaceStore spaces,
            Instance<OwnerOccupants> occupants,
            SettingsCheck settings,
            EffectiveSettings effective,
            Idempotency idempotency,
            ReconcileLoop loop,
            Clock clock) {
        this.store = store;
        this.spaces = spaces;
        this.occupants = occupants;
        this.settings = settings;
        this.effective = effective;
        this.idempotency = idempotency;
        this.loop = loop;
        this.clock = clock;
    }

    /** Makes a user profile, {@code Pending} at first. */
    @Transactional
    @Audited(value = "CreateUserProfile", type = AuditedType.USER_PROFILE)
    public UserProfileView create(Caller caller, NewUserProfile request, @Nullable String idempotencyKey) {
        caller.requireAdmin();
        idempotency.once(caller, "CreateUserProfile", idempotencyKey, request, String.class, () -> insert(request));
        return view(require(request.ref()));
    }

    private String insert(NewUserProfile request) {
        ProfileRef ref = request.ref();
        check(
                new Names().name("userProfileName", ref.userProfileName()),
                request.executionRole(),
                request.team(),
                request.project(),
                request.tags());
        Domain domain =
                store.lockDomain(ref.domainId()).orElseThrow(() -> AtelierException.notFound("domain", ref.domainId()));
        domain.state().requireOpen("domain", ref.domainId());
        Instant now = now();
        UserProfile profile = new UserProfile(
                ref,
                request.executionRole(),
                request.team(),
                request.project(),
                settings.ofProfile(request.settings()),
                request.tags(),
                new TenancyState.Pending(),
                now,
                now);
        if (!store.insert(profile)) {
            throw AtelierException.alreadyExists("user profile", ref.userProfileName());
        }
        loop.wakeAfterCommit();
        return ref.toString();
    }

    /** The profile; a member can read his own. */
    public UserProfileView get(Caller caller, ProfileRef ref) {
        caller.requireProfileRead(ref.domainId(), ref.userProfileName());
        return view(require(ref));
    }

    /**
     * Changes a profile that is InService. What is set applies to launches from now on; what runs goes on as it was started, for
     * the same team and project.
     */
    @Transactional
    @Audited(value = "UpdateUserProfile", type = AuditedType.USER_PROFILE)
    public UserProfileView update(Caller caller, ProfileRef ref, UserProfileChange change) {
        return change(lock(caller, ref), change);
    }

    /** Changes a profile that is InService from what it is. */
    @Transactional
    @Audited(value = "UpdateUserProfile", type = AuditedType.USER_PROFILE)
    public UserProfileView update(Caller caller, ProfileRef ref, Function<UserProfile, UserProfileChange> change) {
        UserProfile profile = lock(caller, ref);
        return change(profile, change.apply(profile));
    }

    private UserProfile lock(Caller caller, ProfileRef ref) {
        caller.requireAdmin();
        return store.lockProfile(ref).orElseThrow(() -> AtelierException.notFound("user profile", ref.toString()));
    }

    /** Changes the tags of a profile that is InService from what they are. */
    @Transactional
    @Audited(value = "UpdateUserProfile", type = AuditedType.USER_PROFILE)
    public UserProfileView tag(Caller caller, ProfileRef ref, UnaryOperator<Map<String, String>> change) {
        UserProfile profile = lock(caller, ref);
        return change(profile, new UserProfileChange(null, null, null, null, change.apply(profile.tags())));
    }

    private UserProfileView change(UserProfile profile, UserProfileChange change) {
        ProfileRef ref = profile.ref();
        profile.state().requireChangeable("user profile", ref.toString());
        UserProfile changed = new UserProfile(
                ref,
                Objects.requireNonNullElse(change.executionRole(), profile.executionRole()),
                Objects.requireNonNullElse(change.team(), profile.team()),
                Objects.requireNonNullElse(change.project(), profile.project()),
                change.settings() == null ? profile.settings() : settings.ofProfile(change.settings()),
                Objects.requireNonNullElse(change.tags(), profile.tags()),
                profile.state(),
                profile.creationTime(),
                now());
        check(new Names(), changed.executionRole(), changed.team(), changed.project(), changed.tags());
        store.update(changed);
        return view(changed);
    }

    /** The profiles of a domain in the order asked for; a member sees his own. */
    public Page<UserProfile> list(Caller caller, String domainId, TenancyFilter filter, PageRequest page) {
        if (caller.unlimited() || caller.role() == Role.VIEWER) {
            if (store.domain(domainId).isEmpty()) {
                throw AtelierException.notFound("domain", domainId);
            }
            return store.profiles(domainId, filter, page, null);
        }
        if (!domainId.equals(caller.domainId())) {
            throw AtelierException.permissionDenied(
                    "'%s' may not read the domain '%s'.".formatted(caller.subject(), domainId));
        }
        return store.profiles(domainId, filter, page, caller.userProfileName());
    }

    /**
     * Profiles of all domains, or of one that need not be there, in the order asked for; a member sees his own.
     *
     * @param domainId null or empty for all
     */
    public Page<UserProfile> search(Caller caller, @Nullable String domainId, TenancyFilter filter, PageRequest page) {
        if (caller.unlimited() || caller.role() == Role.VIEWER) {
            return store.profiles(domainId, filter, page, null);
        }
        String own = String.valueOf(caller.domainId());
        if (domainId != null && !domainId.isEmpty() && !domainId.equals(own)) {
            throw AtelierException.permissionDenied(
                    "'%s' may not read the domain '%s'.".formatted(caller.subject(), domainId));
        }
        return store.profiles(own, filter, page, caller.userProfileName());
    }

    /** Deletes a profile that has no live apps and owns no space. Its home directory is kept. Deleting what is gone does nothing. */
    @Transactional
    @Audited(value = "DeleteUserProfile", type = AuditedType.USER_PROFILE)
    public void delete(Caller caller, ProfileRef ref) {
        caller.requireAdmin();
        store.lockProfile(ref).ifPresent(profile -> {
            for (OwnerOccupants each : occupants) {
                each.occupying(ref).ifPresent(what -> {
                    throw AtelierException.inUse(
                            "Unable to delete UserProfile [%s] because %s associated with it.".formatted(ref, what));
                });
            }
            if (spaces.anyOf(ref)) {
                throw AtelierException.inUse(
                        "Unable to delete UserProfile [%s] because Space(s) are associated with it.".formatted(ref));
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
        profile.state().requireUsable("user profile", ref.toString());
        return profile;
    }

    /** The profile, whoever asks; {@code RESOURCE_NOT_FOUND} when there is none. */
    public UserProfile require(ProfileRef ref) {
        return store.profile(ref).orElseThrow(() -> AtelierException.notFound("user profile", ref.toString()));
    }

    private UserProfileView view(UserProfile profile) {
        return new UserProfileView(profile, effective.of(profile));
    }

    private static void check(Names names, String role, String team, String project, Map<String, String> tags) {
        names.role("executionRole", role)
                .label("team", team)
                .label("project", project)
                .tags("tags", tags)
                .check();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
