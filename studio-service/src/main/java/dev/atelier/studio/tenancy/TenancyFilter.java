package dev.atelier.studio.tenancy;

import dev.atelier.api.error.AtelierException;
import dev.atelier.studio.store.Sort;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which domains or user profiles to list, and in which order.
 *
 * @param nameContains a part of the name, in letters of any case; null or empty for all
 * @param status as on the wire; null or empty for all
 */
public record TenancyFilter(
        @Nullable String nameContains, @Nullable String status, Sort sort) {
    private static final Set<String> STATUSES = Set.of("Pending", "InService", "Deleting", "Failed");

    public TenancyFilter {
        if (status != null && !status.isEmpty() && !STATUSES.contains(status)) {
            throw AtelierException.invalid("status", "must be Pending, InService, Deleting or Failed");
        }
    }
}
