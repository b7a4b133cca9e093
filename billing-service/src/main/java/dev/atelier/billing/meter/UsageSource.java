package dev.atelier.billing.meter;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who sends usage.
 *
 * @param lastSeenAt when its last event or heartbeat arrived, to a few seconds
 * @param lastHeartbeatAt null when it never sent one
 * @param silent it once sent heartbeats, and nothing is heard of it any more
 * @param running how much of its usage runs now
 */
public record UsageSource(
        String source, Instant lastSeenAt, @Nullable Instant lastHeartbeatAt, boolean silent, long running) {}
