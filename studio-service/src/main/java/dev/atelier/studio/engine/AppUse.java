package dev.atelier.studio.engine;

import java.time.Duration;

/**
 * What the processes of an app use, as one quick look tells it.
 *
 * @param memoryBytes at most: what several processes share is counted for each of them
 * @param cpuTime what they have computed since they began, with those that have ended and were waited for
 */
public record AppUse(long memoryBytes, Duration cpuTime) {}
