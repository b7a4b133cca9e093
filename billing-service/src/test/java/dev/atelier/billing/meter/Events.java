package dev.atelier.billing.meter;

import dev.atelier.billing.price.Component;
import dev.atelier.platform.peak.Peak;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Makes the events of one resource. */
public record Events(
        String resourceId, Component component, String instanceType, int instanceCount, String region, Owner owner) {
    public static final Instant T0 = Instant.parse("2026-03-02T09:00:00Z");

    public static Events of(String resourceId, String instanceType, String domainId, String user) {
        return new Events(
                resourceId,
                Component.STUDIO,
                instanceType,
                1,
                "us-east-1",
                new Owner(domainId, user, "", "", "", Map.of()));
    }

    public Events with(String otherType) {
        return new Events(resourceId, component, otherType, instanceCount, region, owner);
    }

    public UsageEvent started(String id, Duration at) {
        return event(id, UsageEventType.STARTED, at, "");
    }

    public UsageEvent ended(String id, Duration at) {
        return event(id, UsageEventType.ENDED, at, "");
    }

    public UsageEvent joined(String id, Duration at, String member) {
        return event(id, UsageEventType.MEMBER_JOINED, at, member);
    }

    public UsageEvent left(String id, Duration at, String member) {
        return event(id, UsageEventType.MEMBER_LEFT, at, member);
    }

    public UsageEvent busy(String id, Duration at, String member) {
        return event(id, UsageEventType.BUSY, at, member);
    }

    public UsageEvent idle(String id, Duration at, String member) {
        return event(id, UsageEventType.IDLE, at, member);
    }

    public UsageEvent heartbeat(String id, Duration at) {
        return event(id, UsageEventType.HEARTBEAT, at, "");
    }

    private UsageEvent event(String id, UsageEventType type, Duration at, String member) {
        return new UsageEvent(
                new EventKey("test", resourceId + "/" + id),
                type,
                T0.plus(at),
                resourceId,
                new Usage(component, instanceType, instanceCount, region, owner, "", "", 0),
                member,
                UsageEvent.Reversal.NONE,
                Peak.NONE);
    }
}
