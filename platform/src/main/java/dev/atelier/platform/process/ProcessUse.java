package dev.atelier.platform.process;

import java.time.Duration;

/**
 * What a process and all that belongs to it use.
 *
 * @param memoryBytes with what they share counted for each
 * @param cpuTime what they have computed since they began
 */
public record ProcessUse(long memoryBytes, Duration cpuTime) {}
