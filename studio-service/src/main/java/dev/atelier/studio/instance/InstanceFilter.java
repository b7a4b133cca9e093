package dev.atelier.studio.instance;

import dev.atelier.api.error.AtelierException;
import dev.atelier.studio.store.ListQuery;
import dev.atelier.studio.tenancy.OwnerFilter;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which instances to list, and in which order; null or empty is any.
 *
 * @param status as on the wire
 * @param query with the instance type as the name
 */
public record InstanceFilter(
        OwnerFilter owner,
        @Nullable String status,
        @Nullable String instanceType,
        ListQuery query) {
    private static final Set<String> STATUSES = Set.of("Pending", "Running", "Stopping", "Stopped", "Failed");

    public InstanceFilter {
        if (status != null && !status.isEmpty() && !STATUSES.contains(status)) {
            throw AtelierException.invalid("status", "must be Pending, Running, Stopping, Stopped or Failed");
        }
    }
}
