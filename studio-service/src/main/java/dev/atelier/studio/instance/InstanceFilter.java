package dev.atelier.studio.instance;

import dev.atelier.studio.tenancy.OwnerFilter;
import org.jspecify.annotations.Nullable;

/**
 * Which instances to list.
 *
 * @param status as on the wire; null is any
 */
public record InstanceFilter(OwnerFilter owner, @Nullable String status) {}
