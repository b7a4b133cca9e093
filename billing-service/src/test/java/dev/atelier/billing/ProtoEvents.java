package dev.atelier.billing;

import com.google.protobuf.Timestamp;
import dev.atelier.billing.v1.Component;
import dev.atelier.billing.v1.UsageEvent;
import dev.atelier.billing.v1.UsageEventType;
import dev.atelier.common.v1.Owner;
import java.time.Instant;

/** Makes the events of one resource, as a service sends them. */
public record ProtoEvents(String resourceId, String instanceType, Component component, Owner owner) {
    public static ProtoEvents studio(String resourceId, String instanceType, String domainId, String user) {
        return new ProtoEvents(
                resourceId,
                instanceType,
                Component.COMPONENT_STUDIO,
                Owner.newBuilder()
                        .setDomainId(domainId)
                        .setUserProfileName(user)
                        .build());
    }

    public UsageEvent started(Instant at) {
        return event(UsageEventType.USAGE_EVENT_TYPE_STARTED, at, "").build();
    }

    public UsageEvent ended(Instant at) {
        return event(UsageEventType.USAGE_EVENT_TYPE_ENDED, at, "").build();
    }

    public UsageEvent joined(Instant at, String member) {
        return event(UsageEventType.USAGE_EVENT_TYPE_MEMBER_JOINED, at, member).build();
    }

    public UsageEvent left(Instant at, String member) {
        return event(UsageEventType.USAGE_EVENT_TYPE_MEMBER_LEFT, at, member).build();
    }

    public UsageEvent heartbeat(Instant at) {
        return event(UsageEventType.USAGE_EVENT_TYPE_HEARTBEAT, at, "").build();
    }

    public UsageEvent.Builder event(UsageEventType type, Instant at, String member) {
        return UsageEvent.newBuilder()
                .setId("%s/%s/%s/%s".formatted(resourceId, type.getNumber(), at, member))
                .setSource("studio-service")
                .setType(type)
                .setTime(Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()))
                .setResourceId(resourceId)
                .setComponent(component)
                .setInstanceType(instanceType)
                .setInstanceCount(1)
                .setRegion("us-east-1")
                .setOwner(owner)
                .setMemberId(member);
    }
}
