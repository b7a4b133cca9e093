package dev.atelier.studio.change;

import dev.atelier.api.error.AtelierException;
import dev.atelier.studio.tenancy.OwnerFilter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which changes to tell; null or empty is any.
 *
 * @param owner of one domain, or of one owner in it
 * @param resourceType of one type
 * @param resourceId of one resource
 */
public record ChangeFilter(
        OwnerFilter owner,
        @Nullable String resourceType,
        @Nullable String resourceId) {
    private static final List<String> TYPES = List.of(
            "Domain",
            "UserProfile",
            "Space",
            "App",
            "Instance",
            "Kernel",
            "Session",
            "Image",
            "ImageVersion",
            "AppImageConfig");

    public ChangeFilter {
        if (resourceType != null && !resourceType.isEmpty() && !TYPES.contains(resourceType)) {
            throw AtelierException.invalid("resourceType", "must be one of " + String.join(", ", TYPES));
        }
    }
}
