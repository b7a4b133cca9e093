package dev.atelier.studio.tenancy;

import org.jspecify.annotations.Nullable;

/**
 * Whose things a list shows; null where it is not narrowed.
 *
 * @param ownerKey {@link Owner#key} of one owner
 */
public record Scope(@Nullable String domainId, @Nullable String ownerKey) {}
