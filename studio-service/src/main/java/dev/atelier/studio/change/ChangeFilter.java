package dev.atelier.studio.change;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.identity.Caller;
import dev.atelier.api.identity.Role;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which changes to tell; null or empty is any.
 *
 * @param domainId of one domain
 * @param userProfileName of one user profile in it
 * @param resourceType of one type
 * @param resourceId of one resource
 */
public record ChangeFilter(
        @Nullable String domainId,
        @Nullable String userProfileName,
        @Nullable String resourceType,
        @Nullable String resourceId) {
    private static final Set<String> TYPES = Set.of(
            "Domain", "UserProfile", "App", "Instance", "Kernel", "Session", "Image", "ImageVersion", "AppImageConfig");

    public ChangeFilter {
        if (resourceType != null && !resourceType.isEmpty() && !TYPES.contains(resourceType)) {
            throw AtelierException.invalid(
                    "resourceType",
                    "must be Domain, UserProfile, App, Instance, Kernel, Session, Image, ImageVersion or AppImageConfig");
        }
    }

    /** The same, narrowed to what the caller may see: a member his own profile's. Asking for more is refused. */
    ChangeFilter visibleTo(Caller caller) {
        if (caller.unlimited() || caller.role() == Role.VIEWER) {
            if (given(userProfileName) && !given(domainId)) {
                throw AtelierException.invalid("domainId", "is needed with userProfileName");
            }
            return this;
        }
        String domain = String.valueOf(given(domainId) ? domainId : caller.domainId());
        String user = String.valueOf(given(userProfileName) ? userProfileName : caller.userProfileName());
        caller.requireProfileRead(domain, user);
        return new ChangeFilter(domain, user, resourceType, resourceId);
    }

    private static boolean given(@Nullable String value) {
        return value != null && !value.isEmpty();
    }
}
