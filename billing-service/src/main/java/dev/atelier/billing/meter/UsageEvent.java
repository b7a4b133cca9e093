package dev.atelier.billing.meter;

import dev.atelier.billing.price.Component;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A valid usage event; {@link UsageEventDraft} makes them. Texts are empty where there is none.
 *
 * @param component null unless the event says it; a {@code STARTED} event always does
 * @param instanceCount at least 1
 * @param memberId the app of a member event
 * @param storageBytes how much is stored; 0 but for storage
 * @param reversal what a {@code REVERSED} event takes back; null for all others
 */
public record UsageEvent(
        EventKey key,
        UsageEventType type,
        Instant time,
        String resourceId,
        @Nullable Component component,
        String instanceType,
        int instanceCount,
        String region,
        Owner owner,
        String jobName,
        String endpointName,
        String memberId,
        long storageBytes,
        @Nullable Reversal reversal) {
    /** An event that counts no more, and why. */
    public record Reversal(EventKey target, String reason) {}

    /** What of the event is billed: instances, or bytes of storage. */
    long quantity() {
        return component == Component.STORAGE ? storageBytes : instanceCount;
    }

    /** Whether two events start the same usage: everything by which it is billed and reported is equal. */
    boolean sameUsage(UsageEvent other) {
        return component == other.component
                && instanceType.equals(other.instanceType)
                && instanceCount == other.instanceCount
                && storageBytes == other.storageBytes
                && region.equals(other.region)
                && owner.equals(other.owner)
                && jobName.equals(other.jobName)
                && endpointName.equals(other.endpointName);
    }
}
