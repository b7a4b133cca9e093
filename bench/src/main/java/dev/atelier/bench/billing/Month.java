package dev.atelier.bench.billing;

import com.google.protobuf.Timestamp;
import dev.atelier.billing.v1.Component;
import dev.atelier.billing.v1.UsageEvent;
import dev.atelier.billing.v1.UsageEventType;
import dev.atelier.common.v1.Owner;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A month of an installation: every user runs an instance four times a day, 100 minutes each, one of two types.
 *
 * @param users how many
 * @param days from the first of March 2026 on, at most 31
 */
record Month(int users, int days) {
    static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    static final String DOMAIN = "d-bench";
    static final String SHARED_DOMAIN = "d-shared";
    static final int INTERVALS_PER_DAY = 4;

    private static final Duration LENGTH = Duration.ofMinutes(100);
    private static final int TEAMS = 100;

    long events() {
        return 2L * users * days * INTERVALS_PER_DAY;
    }

    long intervals() {
        return events() / 2;
    }

    Instant end() {
        return START.plus(Duration.ofDays(31));
    }

    /** The events of some users on one day, in the order of their times. */
    List<UsageEvent> day(int day, int firstUser, int untilUser) {
        List<UsageEvent> events = new ArrayList<>(2 * INTERVALS_PER_DAY * (untilUser - firstUser));
        for (int interval = 0; interval < INTERVALS_PER_DAY; interval++) {
            for (UsageEventType type :
                    List.of(UsageEventType.USAGE_EVENT_TYPE_STARTED, UsageEventType.USAGE_EVENT_TYPE_ENDED)) {
                for (int user = firstUser; user < untilUser; user++) {
                    events.add(event(user, day, interval, type));
                }
            }
        }
        return events;
    }

    private static UsageEvent event(int user, int day, int interval, UsageEventType type) {
        Instant start = START.plus(Duration.ofDays(day))
                .plus(Duration.ofHours(6L * interval))
                .plusSeconds(user % 3600);
        Instant time = type == UsageEventType.USAGE_EVENT_TYPE_ENDED ? start.plus(LENGTH) : start;
        String resource = "i-%d-%d-%d".formatted(user, day, interval);
        return usage(resource, user, interval, type, time).build();
    }

    /** Instances, each of which two apps share for its first day of the month. */
    static List<UsageEvent> shared(int instances) {
        List<UsageEvent> events = new ArrayList<>();
        for (int instance = 0; instance < instances; instance++) {
            events.add(shared(instance, UsageEventType.USAGE_EVENT_TYPE_STARTED, "", 0));
            events.add(shared(instance, UsageEventType.USAGE_EVENT_TYPE_MEMBER_JOINED, "a", 1));
            events.add(shared(instance, UsageEventType.USAGE_EVENT_TYPE_MEMBER_JOINED, "b", 2));
            events.add(shared(instance, UsageEventType.USAGE_EVENT_TYPE_ENDED, "", 24));
        }
        return events;
    }

    private static UsageEvent shared(int instance, UsageEventType type, String app, int hour) {
        String resource = "shared-" + instance;
        UsageEvent.Builder event = usage(resource, instance, instance, type, START.plus(Duration.ofHours(hour)))
                .setId(resource + ":" + hour)
                .setMemberId(app.isEmpty() ? "" : resource + "-" + app);
        event.getOwnerBuilder().setDomainId(SHARED_DOMAIN);
        return event.build();
    }

    /** An event of a resource of a user. */
    static UsageEvent.Builder usage(String resource, int user, int kind, UsageEventType type, Instant time) {
        return UsageEvent.newBuilder()
                .setId(resource + ":" + type.getNumber())
                .setSource("bench")
                .setType(type)
                .setTime(Timestamp.newBuilder().setSeconds(time.getEpochSecond()))
                .setResourceId(resource)
                .setComponent(Component.COMPONENT_STUDIO)
                .setInstanceType(kind % 2 == 0 ? "ml.t3.medium" : "ml.m5.large")
                .setInstanceCount(1)
                .setRegion("us-east-1")
                .setOwner(Owner.newBuilder()
                        .setDomainId(DOMAIN)
                        .setUserProfileName("user-" + user)
                        .setTeam("team-" + user % TEAMS)
                        .setProject("project-" + user % (TEAMS * 5)));
    }
}
