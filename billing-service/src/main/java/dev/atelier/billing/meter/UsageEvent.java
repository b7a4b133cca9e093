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
 * @param peak the most that was in use since the last event that said so
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
        @Nullable Reversal reversal,
        Peak peak) {
    /** An event that measured nothing. */
    public UsageEvent(
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
        this(
                key,
                type,
                time,
                resourceId,
                component,
                instanceType,
                instanceCount,
                region,
                owner,
                jobName,
                endpointName,
                memberId,
                storageBytes,
                reversal,
                Peak.UNKNOWN);
    }

    /**
     * The most that was in use at once on one instance.
     *
     * @param memoryBytes 0 when nothing was measured
     * @param cpuMillis processor time per second, in thousandths of a vCPU
     */
    public record Peak(long memoryBytes, int cpuMillis) {
        public static final Peak UNKNOWN = new Peak(0, 0);

        boolean known() {
            return memoryBytes > 0;
        }
    }

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
