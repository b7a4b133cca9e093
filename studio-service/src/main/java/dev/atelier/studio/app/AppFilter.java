package dev.atelier.studio.app;

import dev.atelier.studio.tenancy.OwnerFilter;

/**
 * Which apps to list, in the order of their making.
 *
 * @param descending the newest first
 */
public record AppFilter(OwnerFilter owner, boolean descending) {}
