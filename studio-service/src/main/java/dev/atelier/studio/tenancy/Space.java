package dev.atelier.studio.tenancy;

import dev.atelier.api.identity.Caller;
import dev.atelier.api.identity.Role;
import dev.atelier.studio.settings.Settings;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A place to work in with a home directory, apps and instances of its own: one user's, or shared by all users of its domain.
 *
 * @param displayName may be empty
 * @param ownerUserProfileName who may change and delete it besides administrators; always there for a private space
 * @param team who pays; empty for the owner's team
 * @param project what for; empty for the owner's project
 * @param settings what is other than for its owner, or in the domain for a shared space
 */
public record Space(
        SpaceRef ref,
        String displayName,
        SharingType sharing,
        @Nullable String ownerUserProfileName,
        String team,
        String project,
        Settings settings,
        Map<String, String> tags,
        TenancyState state,
        Instant creationTime,
        Instant lastModifiedTime) {
    public Space {
        tags = Map.copyOf(tags);
    }

    /** The profile that owns it, if one does. */
    public @Nullable ProfileRef owner() {
        return ownerUserProfileName == null ? null : new ProfileRef(ref.domainId(), ownerUserProfileName);
    }

    /** The profile on whose account it runs: a private space's owner; null for a shared space. */
    public @Nullable ProfileRef account() {
        return sharing == SharingType.PRIVATE ? owner() : null;
    }

    /** Whether the caller may change and delete it. */
    boolean managedBy(Caller caller) {
        ProfileRef owner = owner();
        return caller.unlimited() || (owner != null && caller.owns(owner.domainId(), owner.userProfileName()));
    }

    /** Whether the caller may work in it. */
    boolean usableBy(Caller caller) {
        return managedBy(caller)
                || (sharing == SharingType.SHARED
                        && caller.role() != Role.VIEWER
                        && ref.domainId().equals(caller.domainId()));
    }
}
