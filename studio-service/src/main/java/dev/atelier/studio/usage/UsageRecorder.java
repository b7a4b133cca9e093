package dev.atelier.studio.usage;

import dev.atelier.api.time.ProtoTimes;
import dev.atelier.billing.v1.Component;
import dev.atelier.billing.v1.UsageEvent;
import dev.atelier.billing.v1.UsageEventType;
import dev.atelier.platform.config.Installation;
import dev.atelier.platform.outbox.UsageOutbox;
import dev.atelier.platform.peak.Peak;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Writes the usage events of instances and apps into the outbox, in the transaction of the transition that causes them. Each event's
 * id follows from what it is about, so a transition cannot be told twice.
 */
@ApplicationScoped
public class UsageRecorder {
    private final UsageOutbox outbox;
    private final Installation installation;

    UsageRecorder(UsageOutbox outbox, Installation installation) {
        this.outbox = outbox;
        this.installation = installation;
    }

    /** The instance runs: its interval opens. */
    public void instanceStarted(String instanceId, String instanceType, Payer payer, Instant time) {
        outbox.append(event(UsageEventType.USAGE_EVENT_TYPE_STARTED, instanceId, instanceType, payer, time)
                .setId(instanceId + ":started")
                .build());
    }

    /** The last app of the instance ended: its interval closes. The peak is that since the last one that was told. */
    public void instanceEnded(String instanceId, String instanceType, Payer payer, Peak peak, Instant time) {
        outbox.append(event(UsageEventType.USAGE_EVENT_TYPE_ENDED, instanceId, instanceType, payer, time)
                .setId(instanceId + ":ended")
                .setPeakMemoryBytes(peak.memoryBytes())
                .setPeakCpuMillis(peak.cpuMillis())
                .setPeakSeconds(peak.seconds())
                .build());
    }

    /** The most of the instance that was in use since this was last told. */
    public void instancePeak(String instanceId, String instanceType, Payer payer, Peak peak, Instant time) {
        outbox.append(event(UsageEventType.USAGE_EVENT_TYPE_HEARTBEAT, instanceId, instanceType, payer, time)
                .setId("%s:peak:%d".formatted(instanceId, micros(time)))
                .setPeakMemoryBytes(peak.memoryBytes())
                .setPeakCpuMillis(peak.cpuMillis())
                .setPeakSeconds(peak.seconds())
                .build());
    }

    /** The app began to share the instance's cost. */
    public void appJoined(String appId, String instanceId, String instanceType, Payer payer, Instant time) {
        outbox.append(event(UsageEventType.USAGE_EVENT_TYPE_MEMBER_JOINED, instanceId, instanceType, payer, time)
                .setId(appId + ":joined")
                .setMemberId(appId)
                .build());
    }

    /** The app ended. */
    public void appLeft(String appId, String instanceId, String instanceType, Payer payer, Instant time) {
        outbox.append(event(UsageEventType.USAGE_EVENT_TYPE_MEMBER_LEFT, instanceId, instanceType, payer, time)
                .setId(appId + ":left")
                .setMemberId(appId)
                .build());
    }

    /** The app computes since that time, or idles. */
    public void appActivity(
            String appId, boolean busy, String instanceId, String instanceType, Payer payer, Instant since) {
        UsageEventType type = busy ? UsageEventType.USAGE_EVENT_TYPE_BUSY : UsageEventType.USAGE_EVENT_TYPE_IDLE;
        outbox.append(event(type, instanceId, instanceType, payer, since)
                .setId("%s:%s:%d".formatted(appId, busy ? "busy" : "idle", micros(since)))
                .setMemberId(appId)
                .build());
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    private UsageEvent.Builder event(
            UsageEventType type, String instanceId, String instanceType, Payer payer, Instant time) {
        return UsageEvent.newBuilder()
                .setSource(installation.serviceName() + "/" + installation.id())
                .setType(type)
                .setTime(ProtoTimes.timestamp(time))
                .setResourceId(instanceId)
                .setComponent(Component.COMPONENT_STUDIO)
                .setInstanceType(instanceType)
                .setInstanceCount(1)
                .setRegion(installation.region())
                .setOwner(payer.toProto());
    }
}
