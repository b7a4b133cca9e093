package dev.atelier.studio.lifecycle;

import dev.atelier.studio.app.AppType;
import dev.atelier.studio.store.Sort;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which lifecycle configurations to list, and in which order; null or empty is any.
 *
 * @param nameContains a part of the name, in letters of any case
 * @param appType as on the wire
 */
public record LifecycleFilter(
        @Nullable String nameContains,
        @Nullable String appType,
        @Nullable Instant createdAfter,
        @Nullable Instant createdBefore,
        @Nullable Instant modifiedAfter,
        @Nullable Instant modifiedBefore,
        Sort sort) {
    public LifecycleFilter {
        if (appType != null && !appType.isEmpty()) {
            AppType _ = AppType.required(appType);
        }
    }

    /** By name and type alone. */
    public static LifecycleFilter of(@Nullable String nameContains, @Nullable String appType, Sort sort) {
        return new LifecycleFilter(nameContains, appType, null, null, null, null, sort);
    }
}
