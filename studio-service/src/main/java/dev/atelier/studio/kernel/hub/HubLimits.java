package dev.atelier.studio.kernel.hub;

import java.time.Duration;

/**
 * Bounds on what one kernel's hub may hold. Every bound drops the oldest output and says so; none stops the kernel.
 *
 * @param logBytes messages kept for clients that come back with the same session id
 * @param executionBytes output kept of one execution for pages that did not start it
 * @param journalBytes the same for all executions of the kernel together
 * @param clientQueueBytes messages which wait for one slow client
 * @param pendingBytes client messages which wait for the kernel to come up
 * @param pongTimeout how long a client may leave a ping unanswered
 */
public record HubLimits(
        int logBytes,
        int executionBytes,
        int journalBytes,
        int clientQueueBytes,
        int pendingBytes,
        Duration pongTimeout) {
    private static final int MIB = 1024 * 1024;

    /** What fits a frame of 20 MiB and a busy notebook. */
    public static HubLimits defaults() {
        return new HubLimits(32 * MIB, 24 * MIB, 48 * MIB, 64 * MIB, 32 * MIB, Duration.ofSeconds(90));
    }
}
