package dev.atelier.autopilot.service.usage;

import com.google.protobuf.Timestamp;
import dev.atelier.billing.v1.Component;
import dev.atelier.billing.v1.UsageEvent;
import dev.atelier.billing.v1.UsageEventType;
import dev.atelier.platform.config.Installation;
import dev.atelier.platform.outbox.UsageOutbox;
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
    private final String region;
    private final String source;

    UsageMeter(UsageOutbox outbox, Installation installation) {
        this.outbox = outbox;
        this.region = installation.region();
        this.source = installation.serviceName() + "/" + installation.id();
    }

    /**
     * Something that runs on one instance.
     *
     * @param resourceId unique per interval, for example "automl-job/j-1/training"
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
    public void started(Metered what, Instant at) {
        append(what, UsageEventType.USAGE_EVENT_TYPE_STARTED, "started", at);
    }

    /** It ended. */
    public void ended(Metered what, Instant at) {
        append(what, UsageEventType.USAGE_EVENT_TYPE_ENDED, "ended", at);
    }

    private void append(Metered what, UsageEventType type, String moment, Instant time) {
        Instant at = time.truncatedTo(ChronoUnit.MILLIS);
        outbox.append(UsageEvent.newBuilder()
                .setId(what.resourceId() + "/" + moment)
                .setSource(source)
                .setType(type)
                .setTime(Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()))
                .setResourceId(what.resourceId())
                .setComponent(what.component())
                .setInstanceType(what.instanceType())
                .setInstanceCount(1)
                .setRegion(region)
                .setOwner(what.owner().toProto())
                .setJobName(what.jobName())
                .setEndpointName(what.endpointName())
                .build());
    }
}
