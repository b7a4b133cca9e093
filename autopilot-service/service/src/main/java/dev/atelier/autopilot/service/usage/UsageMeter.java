package dev.atelier.autopilot.service.usage;

import dev.atelier.api.time.ProtoTimes;
import dev.atelier.billing.v1.Component;
import dev.atelier.billing.v1.UsageEvent;
import dev.atelier.billing.v1.UsageEventType;
import dev.atelier.platform.config.Installation;
import dev.atelier.platform.outbox.UsageOutbox;
import dev.atelier.platform.peak.Peak;
import dev.atelier.platform.peak.Peaks;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Writes that something billable began or ended, in the transaction of the transition. An event's id follows from what it
 * says, so a transition that is retried cannot be billed twice.
 */
@ApplicationScoped
public class UsageMeter {
    private final UsageOutbox outbox;
    private final Peaks peaks;
    private final String region;
    private final String source;

    UsageMeter(UsageOutbox outbox, Peaks peaks, Installation installation) {
        this.outbox = outbox;
        this.peaks = peaks;
        this.region = installation.region();
        this.source = installation.serviceName() + "/" + installation.id();
    }

    /**
     * Something that runs on one instance.
     *
     * @param resourceId whose intervals never overlap, for example "automl-job/j-1/training"
     * @param jobName "" for none
     * @param endpointName "" for none
     */
    public record Metered(
            String resourceId,
            Component component,
            String instanceType,
            Owner owner,
            String jobName,
            String endpointName) {}

    /** It began to run. */
    public void started(Metered what, Instant from) {
        append(what, UsageEventType.USAGE_EVENT_TYPE_STARTED, "started", from, from, Peak.NONE);
    }

    /**
     * It ended.
     *
     * @param from when the same interval began
     */
    public void ended(Metered what, Instant from, Instant to) {
        append(
                what,
                UsageEventType.USAGE_EVENT_TYPE_ENDED,
                "ended",
                from,
                to.isBefore(from) ? from : to,
                peaks.end(what.resourceId()));
    }

    /**
     * Nobody uses it any more.
     *
     * @param from when the interval began
     * @param at when it was last used
     */
    public void idle(Metered what, Instant from, Instant at) {
        append(what, UsageEventType.USAGE_EVENT_TYPE_IDLE, "idle-" + at.toEpochMilli(), from, at, Peak.NONE);
    }

    /**
     * It is used again.
     *
     * @param from when the interval began
     */
    public void busy(Metered what, Instant from, Instant at) {
        append(what, UsageEventType.USAGE_EVENT_TYPE_BUSY, "busy-" + at.toEpochMilli(), from, at, Peak.NONE);
    }

    /**
     * It still runs, and this was in use at most since that was last told.
     *
     * @param from when the interval began
     */
    public void peak(Metered what, Instant from, Instant at) {
        append(
                what,
                UsageEventType.USAGE_EVENT_TYPE_HEARTBEAT,
                "peak-" + at.toEpochMilli(),
                from,
                at,
                peaks.take(what.resourceId()));
    }

    private void append(Metered what, UsageEventType type, String moment, Instant from, Instant time, Peak peak) {
        UsageEvent.Builder event = UsageEvent.newBuilder()
                .setId("%s/%d/%s".formatted(what.resourceId(), from.toEpochMilli(), moment))
                .setSource(source)
                .setType(type)
                .setTime(ProtoTimes.timestamp(time.truncatedTo(ChronoUnit.MILLIS)))
                .setResourceId(what.resourceId())
                .setComponent(what.component())
                .setInstanceType(what.instanceType())
                .setInstanceCount(1)
                .setRegion(region)
                .setOwner(what.owner().toProto())
                .setJobName(what.jobName())
                .setEndpointName(what.endpointName());
        // half of a measurement would be advice to take less than is needed
        if (peak.memoryBytes() > 0 && peak.cpuMillis() > 0) {
            event.setPeakMemoryBytes(peak.memoryBytes())
                    .setPeakCpuMillis(peak.cpuMillis())
                    .setPeakSeconds(peak.seconds());
        }
        outbox.append(event.build());
    }
}
