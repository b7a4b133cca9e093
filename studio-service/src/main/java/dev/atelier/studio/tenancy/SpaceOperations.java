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
import dev.atelier.studio.settings.Settings;
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
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * What can be done with spaces. A user makes, changes and deletes private spaces of his own; shared ones are made by administrators. Who
 * pays, idle timeouts and quotas are for administrators in both.
 */
@ApplicationScoped
public class SpaceOperations {
    private final SpaceStore store;
    private final TenancyStore tenancy;
    private final Owners owners;
    private final ProfileOperations profiles;
    private final Instance<OwnerOccupants> occupants;
    private final SettingsCheck settings;
    private final EffectiveSettings effective;
    private final Idempotency idempotency;
    private final ReconcileLoop loop;
    private final Clock clock;
    private final String publicUrl;

    SpaceOperations(
            SpaceStore store,
            TenancyStore tenancy,
            Owners owners,
            ProfileOperations profiles,
            Instance<OwnerOccupants> occupants,
            SettingsCheck settings,
            EffectiveSettings effective,
            Idempotency idempotency,
            ReconcileLoop loop,
            Clock clock,
            @ConfigProperty(name = "atelier.public-url") String publicUrl) {
        this.store = store;
        this.tenancy = tenancy;
        this.owners = owners;
        this.profiles = profiles;
        this.occupants = occupants;
        this.settings = settings;
        this.effective = effective;
        this.idempotency = idempotency;
        this.loop = loop;
        this.clock = clock;
        this.publicUrl = publicUrl;
    }

    /** Makes a space, {@code Pending} at first. */
    @Transactional
    @Audited(value = "CreateSpace", type = AuditedType.SPACE)
    public SpaceView create(Caller caller, NewSpace request, @Nullable String idempotencyKey) {
        SpaceRef ref = request.ref();
        boolean owned = !request.ownerUserProfileName().isEmpty();
        SharingType sharing = SharingType.of(request.sharingType(), owned);
        switch (sharing) {
            case PRIVATE -> {
                if (!owned) {
                    throw AtelierException.invalid("ownerUserProfileName", "must name the owner of a private space");
                }
                caller.requireProfile(ref.domainId(), request.ownerUserProfileName());
            }
            case SHARED -> caller.requireAdmin();
        }
        requireRight(caller, "", "", Settings.NONE, request.team(), request.project(), request.settings());
        idempotency.once(caller, "CreateSpace", idempotencyKey, request, String.class, () -> insert(request, sharing));
        return view(require(ref));
    }

    private String insert(NewSpace request, SharingType sharing) {
        SpaceRef ref = request.ref();
        check(
                new Names().name("spaceName", ref.spaceName()),
                request.displayName(),
                request.team(),
                request.project(),
                request.tags());
        boolean owned = !request.ownerUserProfileName().isEmpty();
        if (owned) {
            // the profile first: whoever makes something for it takes its lock before the domain's
            profiles.lockForUse(new ProfileRef(ref.domainId(), request.ownerUserProfileName()));
        }
        tenancy.lockDomain(ref.domainId())
                .orElseThrow(() -> AtelierException.notFound("domain", ref.domainId()))
                .state()
                .requireOpen("domain", ref.domainId());
        Instant now = now();
        Space space = new Space(
                ref,
                request.displayName(),
                sharing,
                owned ? request.ownerUserProfileName() : null,
                request.team(),
                request.project(),
                settings.ofSpace(request.settings()),
                request.tags(),
                new TenancyState.Pending(),
                now,
                now);
        if (!store.insert(space)) {
            throw AtelierException.alreadyExists("space", ref.spaceName());
        }
        loop.wakeAfterCommit();
        return ref.toString();
    }

    /** The space; a user can read the shared ones of his domain and his own. */
    public SpaceView get(Caller caller, SpaceRef ref) {
        owners.requireRead(caller, ref);
        return view(require(ref));
    }

    /**
     * Spaces of a domain, or of all, in the order asked for; a user sees the shared ones of his domain and his own.
     *
     * @param domainId null or empty for all
     */
    public Page<Space> list(Caller caller, @Nullable String domainId, SpaceFilter filter, PageRequest page) {
        if (caller.unlimited() || caller.role() == Role.VIEWER) {
            return store.list(domainId, filter, page, null);
        }
        String own = String.valueOf(caller.domainId());
        if (domainId != null && !domainId.isEmpty() && !domainId.equals(own)) {
            throw AtelierException.permissionDenied(
                    "'%s' may not read the domain '%s'.".formatted(caller.subject(), domainId));
        }
        return store.list(own, filter, page, caller.userProfileName());
    }

    /**
     * Changes a space that is InService. What is set applies to launches from now on; what runs goes on as it was started. Sharing and
     * owner stay.
     */
    @Transactional
    @Audited(value = "UpdateSpace", type = AuditedType.SPACE)
    public SpaceView update(Caller caller, SpaceRef ref, SpaceChange change) {
        return change(lockManaged(caller, ref), caller, change);
    }

    /** Changes a space that is InService from what it is. */
    @Transactional
    @Audited(value = "UpdateSpace", type = AuditedType.SPACE)
    public SpaceView update(Caller caller, SpaceRef ref, Function<Space, SpaceChange> change) {
        Space space = lockManaged(caller, ref);
        return change(space, caller, change.apply(space));
    }

    /** Changes the tags of a space that is InService from what they are. */
    @Transactional
    @Audited(value = "UpdateSpace", type = AuditedType.SPACE)
    public SpaceView tag(Caller caller, SpaceRef ref, UnaryOperator<Map<String, String>> change) {
        Space space = lockManaged(caller, ref);
        return change(space, caller, new SpaceChange(null, null, null, null, change.apply(space.tags())));
    }

    private SpaceView change(Space space, Caller caller, SpaceChange change) {
        space.state().requireChangeable("space", space.ref().toString());
        Space changed = new Space(
                space.ref(),
                Objects.requireNonNullElse(change.displayName(), space.displayName()),
                space.sharing(),
                space.ownerUserProfileName(),
                Objects.requireNonNullElse(change.team(), space.team()),
                Objects.requireNonNullElse(change.project(), space.project()),
                change.settings() == null ? space.settings() : settings.ofSpace(change.settings()),
                Objects.requireNonNullElse(change.tags(), space.tags()),
                space.state(),
                space.creationTime(),
                now());
        requireRight(
                caller,
                space.team(),
                space.project(),
                space.settings(),
                changed.team(),
                changed.project(),
                changed.settings());
        check(new Names(), changed.displayName(), changed.team(), changed.project(), changed.tags());
        store.update(changed);
        return view(changed);
    }

    /** Deletes a space that has no live apps. Its home directory is put aside. Deleting what is gone does nothing. */
    @Transactional
    @Audited(value = "DeleteSpace", type = AuditedType.SPACE)
    public void delete(Caller caller, SpaceRef ref) {
        if (store.find(ref).isEmpty() && caller.unlimited()) {
            return;
        }
        Space space = lockManaged(caller, ref);
        for (OwnerOccupants each : occupants) {
            each.occupying(ref).ifPresent(what -> {
                throw AtelierException.inUse("Unable to delete Space [%s/%s] because %s associated with it."
                        .formatted(ref.domainId(), ref.spaceName(), what));
            });
        }
        store.setState(ref, space.state().deleting());
        loop.wakeAfterCommit();
    }

    private Space lockManaged(Caller caller, SpaceRef ref) {
        owners.requireUse(caller, ref);
        Space space = store.lock(ref).orElseThrow(() -> Owners.notFound(ref));
        if (!space.managedBy(caller)) {
            throw AtelierException.permissionDenied(
                    "The space '%s' is changed and deleted by its owner or an administrator."
                            .formatted(ref.spaceName()));
        }
        return space;
    }

    /** Refuses a user who sets what only an administrator may. */
    private static void requireRight(
            Caller caller,
            String team,
            String project,
            Settings before,
            String newTeam,
            String newProject,
            Settings after) {
        if (caller.unlimited()) {
            return;
        }
        new Names()
                .refuse(!team.equals(newTeam), "team", "is set by administrators")
                .refuse(!project.equals(newProject), "project", "is set by administrators")
                .refuse(
                        !Objects.equals(before.idleTimeout(), after.idleTimeout()),
                        "spaceSettings.idleTimeout",
                        "is set by administrators")
                .refuse(
                        !before.timeouts().equals(after.timeouts()),
                        "spaceSettings.idleTimeoutByInstanceType",
                        "is set by administrators")
                .refuse(
                        !before.lifecycle().equals(after.lifecycle()),
                        "spaceSettings.lifecycleConfigs",
                        "is set by administrators")
                .refuse(!before.limits().equals(after.limits()), "spaceSettings.quotas", "is set by administrators")
                .check();
    }

    private Space require(SpaceRef ref) {
        return store.find(ref).orElseThrow(() -> Owners.notFound(ref));
    }

    private SpaceView view(Space space) {
        return new SpaceView(
                space,
                effective.of(space),
                "%s/jupyter/%s/%s/lab"
                        .formatted(
                                publicUrl, space.ref().domainId(), space.ref().key()));
    }

    private static void check(Names names, String displayName, String team, String project, Map<String, String> tags) {
        names.refuse(
                        displayName.length() > 64 || (!displayName.isEmpty() && displayName.isBlank()),
                        "displayName",
                        "must be at most 64 characters and not blank")
                .label("team", team)
                .label("project", project)
                .tags("tags", tags)
                .check();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
