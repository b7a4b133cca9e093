package dev.atelier.studio.home;

import java.time.Instant;

/**
 * A file or directory in a home directory.
 *
 * @param path relative to the home directory, {@code /} between names
 * @param sizeBytes 0 for a directory
 */
public record FileInfo(String path, boolean directory, long sizeBytes, Instant modificationTime) {}
