package dev.atelier.platform.process;

import java.time.Instant;

/**
 * Names one process for good: a pid alone is used again after the process has ended.
 *
 * @param startTime as the operating system gives it
 */
public record ProcessIdentity(long pid, Instant startTime) {}
