package dev.atelier.billing.meter.grpc;

import dev.atelier.api.time.ProtoTimes;
import dev.atelier.billing.meter.EventKey;
import dev.atelier.billing.meter.Owner;
import dev.atelier.billing.meter.Receipt;
import dev.atelier.billing.meter.Usage;
import dev.atelier.billing.meter.UsageEvent.Reversal;
import dev.atelier.billing.meter.UsageEventDraft;
import dev.atelier.billing.meter.UsageEventType;
import dev.atelier.billing.price.Component;
import dev.atelier.billing.price.grpc.PriceProtos;
import dev.atelier.billing.v1.RecordUsageResponse;
import dev.atelier.billing.v1.UsageConflict;
import dev.atelier.billing.v1.UsageEvent;
import dev.atelier.platform.peak.Peak;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Usage events and owners as messages. */
public final class UsageProtos {
    private UsageProtos() {}

    public static Owner owner(dev.atelier.common.v1.Owner owner) {
        return new Owner(
                owner.getDomainId(),
                owner.getUserProfileName(),
                owner.getSpaceName(),
                owner.getTeam(),
                owner.getProject(),
                owner.getTagsMap());
    }

    public static dev.atelier.common.v1.Owner owner(Owner owner) {
        return dev.atelier.common.v1.Owner.newBuilder()
                .setDomainId(owner.domainId())
                .setUserProfileName(owner.userProfileName())
                .setSpaceName(owner.spaceName())
                .setTeam(owner.team())
                .setProject(owner.project())
                .putAllTags(owner.tags())
                .build();
    }

    static UsageEventDraft draft(UsageEvent event) {
        return new UsageEventDraft(
                new EventKey(event.getSource(), event.getId()),
                type(event),
                time(event),
                event.getResourceId(),
                PriceProtos.code(event.getComponent()),
                new Usage(
                        null,
                        event.getInstanceType(),
                        event.getInstanceCount(),
                        event.getRegion(),
                        owner(event.getOwner()),
                        event.getJobName(),
                        event.getEndpointName(),
                        event.getStorageBytes()),
                event.getMemberId(),
                new Reversal(new EventKey(event.getReversesSource(), event.getReversesId()), event.getReason()),
                new Peak(
                        event.getPeakMemoryBytes(),
                        event.getPeakCpuMillis(),
                        Duration.ofSeconds(event.getPeakSeconds())));
    }

    static UsageEvent event(dev.atelier.billing.meter.UsageEvent event) {
        Usage usage = event.usage();
        Component component = usage.component();
        var message = UsageEvent.newBuilder()
                .setId(event.key().id())
                .setSource(event.key().source())
                .setType(type(event.type()))
                .setTime(ProtoTimes.timestamp(event.time()))
                .setResourceId(event.resourceId())
                .setInstanceType(usage.instanceType())
                .setInstanceCount(usage.instanceCount())
                .setRegion(usage.region())
                .setOwner(owner(usage.owner()))
                .setJobName(usage.jobName())
                .setEndpointName(usage.endpointName())
                .setMemberId(event.memberId())
                .setStorageBytes(usage.storageBytes())
                .setReversesSource(event.reversal().target().source())
                .setReversesId(event.reversal().target().id())
                .setReason(event.reversal().reason())
                .setPeakMemoryBytes(event.peak().memoryBytes())
                .setPeakCpuMillis(event.peak().cpuMillis())
                .setPeakSeconds(event.peak().seconds());
        if (component != null) {
            message.setComponent(PriceProtos.component(component));
        }
        return message.build();
    }

    static RecordUsageResponse response(Receipt receipt) {
        return RecordUsageResponse.newBuilder()
                .setAccepted(receipt.accepted())
                .setDuplicates(receipt.duplicates())
                .addAllConflicts(receipt.conflicts().stream()
                        .map(conflict -> UsageConflict.newBuilder()
                                .setSource(conflict.key().source())
                                .setId(conflict.key().id())
                                .setReason(conflict.reason())
                                .build())
                        .toList())
                .build();
    }

    /** The time; what no instant can hold is none, so that the check says which event it is. */
    private static @Nullable Instant time(UsageEvent event) {
        try {
            return event.hasTime() ? ProtoTimes.instant(event.getTime()) : null;
        } catch (DateTimeException | ArithmeticException _) {
            return null;
        }
    }

    private static String type(UsageEvent event) {
        return switch (event.getType()) {
            case USAGE_EVENT_TYPE_STARTED -> UsageEventType.STARTED.code();
            case USAGE_EVENT_TYPE_ENDED -> UsageEventType.ENDED.code();
            case USAGE_EVENT_TYPE_MEMBER_JOINED -> UsageEventType.MEMBER_JOINED.code();
            case USAGE_EVENT_TYPE_MEMBER_LEFT -> UsageEventType.MEMBER_LEFT.code();
            case USAGE_EVENT_TYPE_HEARTBEAT -> UsageEventType.HEARTBEAT.code();
            case USAGE_EVENT_TYPE_REVERSED -> UsageEventType.REVERSED.code();
            case USAGE_EVENT_TYPE_BUSY -> UsageEventType.BUSY.code();
            case USAGE_EVENT_TYPE_IDLE -> UsageEventType.IDLE.code();
            case USAGE_EVENT_TYPE_UNSPECIFIED, UNRECOGNIZED -> "";
        };
    }

    private static dev.atelier.billing.v1.UsageEventType type(UsageEventType type) {
        return switch (type) {
            case STARTED -> dev.atelier.billing.v1.UsageEventType.USAGE_EVENT_TYPE_STARTED;
            case ENDED -> dev.atelier.billing.v1.UsageEventType.USAGE_EVENT_TYPE_ENDED;
            case MEMBER_JOINED -> dev.atelier.billing.v1.UsageEventType.USAGE_EVENT_TYPE_MEMBER_JOINED;
            case MEMBER_LEFT -> dev.atelier.billing.v1.UsageEventType.USAGE_EVENT_TYPE_MEMBER_LEFT;
            case HEARTBEAT -> dev.atelier.billing.v1.UsageEventType.USAGE_EVENT_TYPE_HEARTBEAT;
            case REVERSED -> dev.atelier.billing.v1.UsageEventType.USAGE_EVENT_TYPE_REVERSED;
            case BUSY -> dev.atelier.billing.v1.UsageEventType.USAGE_EVENT_TYPE_BUSY;
            case IDLE -> dev.atelier.billing.v1.UsageEventType.USAGE_EVENT_TYPE_IDLE;
        };
    }
}
