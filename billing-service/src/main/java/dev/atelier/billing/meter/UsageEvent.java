package dev.atelier.billing.meter;

import dev.atelier.platform.peak.Peak;
import java.time.Instant;

/**
 * A valid usage event; {@link UsageEventDraft} makes them.
 *
 * @param usage what it says of what runs; a {@code STARTED} event says all that is billed
 * @param memberId the app of a member event; "" where there is none
 * @param reversal what a {@code REVERSED} event takes back; {@link Reversal#NONE} for all others
 * @param peak the most that was in use since the last event that said so; {@link Peak#NONE} when nothing was measured
 */
public record UsageEvent(
        EventKey key,
        UsageEventType type,
        Instant time,
        String resourceId,
        Usage usage,
        String memberId,
        Reversal reversal,
        Peak peak) {
    /** An event that counts no more, and why. */
    public record Reversal(EventKey target, String reason) {
        /** Takes nothing back. */
        public static final Reversal NONE = new Reversal(new EventKey("", ""), "");
    }

    /** What takes this event back: at its time, of its resource. */
    public UsageEvent reversedBy(EventKey by, String reason) {
        return new UsageEvent(
                by, UsageEventType.REVERSED, time, resourceId, Usage.NONE, "", new Reversal(key, reason), Peak.NONE);
    }
}
