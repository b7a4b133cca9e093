package dev.atelier.studio.home;

import java.util.OptionalLong;

/**
 * How full a home directory is.
 *
 * @param sizeBytes the sum of the sizes of its files
 * @param limitBytes how much that may be; empty for no limit
 */
public record HomeInfo(long sizeBytes, OptionalLong limitBytes) {}
