package dev.atelier.studio.instance;

import org.jspecify.annotations.Nullable;

/** Which instances to list; null is any. */
public record InstanceFilter(
        @Nullable String domainId,
        @Nullable String userProfileName,
        @Nullable String status) {}
