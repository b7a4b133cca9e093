package dev.atelier.api.identity;

import dev.atelier.api.error.AtelierException;
import org.jspecify.annotations.Nullable;

/**
 * Who makes a request.
 *
 * @param subject who it is, as the token says it; unique within the installation
 * @param role what it may do
 * @param domainId the domain of the user profile; set for members and for services that act for a user
 * @param userProfileName the user profile in that domain
 */
public record Caller(
        String subject,
        Role role,
        @Nullable String domainId,
        @Nullable String userProfileName) {
    public Caller {
        if ((domainId == null) != (userProfileName == null)) {
            throw new IllegalArgumentException("A profile is a domain and a name");
        }
        if (role == Role.MEMBER && domainId == null) {
            throw new IllegalArgumentException("A member has a user profile");
        }
    }

    /** The operator of the installation. */
    public static Caller admin(String subject) {
        return new Caller(subject, Role.ADMIN, null, null);
    }

    public static Caller member(String domainId, String userProfileName) {
        return new Caller(domainId + "/" + userProfileName, Role.MEMBER, domainId, userProfileName);
    }

    /** A service for itself. */
    public static Caller service(String name) {
        return new Caller(name, Role.SERVICE, null, null);
    }

    /** True when nothing is out of reach: an administrator, or a service that acts for nobody but itself. */
    public boolean unlimited() {
        return role == Role.ADMIN || (role == Role.SERVICE && domainId == null);
    }

    /** Whether the caller may change what belongs to the profile. */
    public boolean owns(String ownerDomainId, String ownerUserProfileName) {
        return unlimited() || (role != Role.VIEWER && isProfile(ownerDomainId, ownerUserProfileName));
    }

    /** Whether the caller may read what belongs to the profile; a viewer reads everything. */
    public boolean sees(String ownerDomainId, String ownerUserProfileName) {
        return role == Role.VIEWER || owns(ownerDomainId, ownerUserProfileName);
    }

    /** Refuses everybody but administrators and services that act for themselves. */
    public void requireAdmin() {
        if (!unlimited()) {
            throw AtelierException.permissionDenied("This needs the role 'admin'; yours is '" + role.claim() + "'.");
        }
    }

    /** Refuses everybody who may not read everything. */
    public void requireViewer() {
        if (!unlimited() && role != Role.VIEWER) {
            throw AtelierException.permissionDenied(
                    "This needs the role 'viewer' or 'admin'; yours is '" + role.claim() + "'.");
        }
    }

    /** Refuses everybody who may not change what belongs to the profile. */
    public void requireProfile(String ownerDomainId, String ownerUserProfileName) {
        if (!owns(ownerDomainId, ownerUserProfileName)) {
            throw refused(ownerDomainId, ownerUserProfileName);
        }
    }

    /** Refuses everybody who may not read what belongs to the profile. */
    public void requireProfileRead(String ownerDomainId, String ownerUserProfileName) {
        if (!sees(ownerDomainId, ownerUserProfileName)) {
            throw refused(ownerDomainId, ownerUserProfileName);
        }
    }

    private AtelierException refused(String ownerDomainId, String ownerUserProfileName) {
        return AtelierException.permissionDenied("'%s' (%s) may not act for the user profile '%s' of the domain '%s'."
                .formatted(subject, role.claim(), ownerUserProfileName, ownerDomainId));
    }

    private boolean isProfile(String ownerDomainId, String ownerUserProfileName) {
        return ownerDomainId.equals(domainId) && ownerUserProfileName.equals(userProfileName);
    }
}
