package dev.atelier.studio.app;

import dev.atelier.api.error.AtelierException;
import dev.atelier.studio.store.ListQuery;
import dev.atelier.studio.tenancy.OwnerFilter;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which apps to list, and in which order; null or empty is any.
 *
 * @param appType as on the wire
 * @param status as on the wire
 */
public record AppFilter(
        OwnerFilter owner,
        @Nullable String appType,
        @Nullable String status,
        @Nullable String image,
        @Nullable String instanceType,
        ListQuery query) {
    private static final Set<String> STATUSES = Set.of("Pending", "InService", "Deleting", "Deleted", "Failed");

    public AppFilter {
        if (appType != null && !appType.isEmpty()) {
            AppType _ = AppType.required(appType);
        }
        if (status != null && !status.isEmpty() && !STATUSES.contains(status)) {
            throw AtelierException.invalid("status", "must be Pending, InService, Deleting, Deleted or Failed");
        }
    }
}
