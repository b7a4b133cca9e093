package dev.atelier.studio.app;

import org.jspecify.annotations.Nullable;

/**
 * Which apps to list, in the order of their making; null or empty is any.
 *
 * @param descending the newest first
 */
public record AppFilter(@Nullable String domainId, @Nullable String userProfileName, boolean descending) {}
