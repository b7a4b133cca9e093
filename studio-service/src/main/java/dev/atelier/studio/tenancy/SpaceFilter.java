package dev.atelier.studio.tenancy;

import org.jspecify.annotations.Nullable;

/**
 * Which spaces to list; null or empty is any.
 *
 * @param ownerUserProfileName of one owner
 * @param sharingType {@code Private} or {@code Shared}
 */
public record SpaceFilter(
        TenancyFilter common,
        @Nullable String ownerUserProfileName,
        @Nullable String sharingType) {
    public SpaceFilter {
        SharingType.of(sharingType, false);
    }
}
