package dev.atelier.billing.meter;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Brings the intervals, the shares and the sums of resources up to date with their events. */
@ApplicationScoped
class Projection {
    private final EventTable events;
    private final IntervalTable intervals;
    private final ShareTable shares;
    private final DayTable days;

    Projection(EventTable events, IntervalTable intervals, ShareTable shares, DayTable days) {
        this.events = events;
        this.intervals = intervals;
        this.shares = shares;
        this.days = days;
    }

    /** Applies new events, of which the current transaction holds the resources. */
    void apply(List<EventTable.Recorded> accepted, Map<String, ResourceTable.Held> resources) {
        Map<String, List<EventTable.Recorded>> byResource = new TreeMap<>();
        for (EventTable.Recorded recorded : accepted) {
            if (recorded.event().type() != UsageEventType.HEARTBEAT) {
                byResource
                        .computeIfAbsent(recorded.event().resourceId(), _ -> new ArrayList<>())
                        .add(recorded);
            }
        }
        Differences differences = new Differences(resources);
        Map<String, List<EventTable.Recorded>> plain = new TreeMap<>();
        List<String> others = new ArrayList<>();
        byResource.forEach((id, ofResource) -> {
            ResourceTable.Held held = Objects.requireNonNull(resources.get(id));
            if (held.unseen()) {
                differences.whole(ofResource);
            } else if (held.plain()) {
                plain.put(id, ofResource);
            } else {
                others.add(id);
            }
        });
        others.addAll(continued(plain, resources, differences));
        if (!others.isEmpty()) {
            differences.whole(numbers(others, resources));
        }
        differences.write();
    }

    /** Works out again what follows from all events of resources, which the current transaction holds. */
    void again(Map<String, ResourceTable.Held> resources) {
        Differences differences = new Differences(resources);
        differences.whole(numbers(resources.keySet(), resources));
        differences.write();
    }

    /** What continues last intervals; returns the ids of the resources whose whole timeline is needed. */
    private List<String> continued(
            Map<String, List<EventTable.Recorded>> plain,
            Map<String, ResourceTable.Held> resources,
            Differences differences) {
        List<String> others = new ArrayList<>();
        if (plain.isEmpty()) {
            return others;
        }
        Map<String, Interval> lasts = intervals.lastOfResources(numbers(plain.keySet(), resources));
        plain.forEach((id, ofResource) -> {
            Instant seenUntil = Objects.requireNonNull(
                    Objects.requireNonNull(resources.get(id)).seenUntil());
            Interval last = lasts.get(id);
            Optional<List<Interval>> chain = Continuation.of(ofResource, seenUntil, last);
            if (chain.isEmpty()) {
                others.add(id);
            } else {
                if (last != null) {
                    differences.stored.add(last);
                }
                differences.wanted.addAll(chain.get());
            }
        });
        return others;
    }

    private static Long[] numbers(Iterable<String> ids, Map<String, ResourceTable.Held> resources) {
        List<Long> numbers = new ArrayList<>();
        ids.forEach(id -> numbers.add(Objects.requireNonNull(resources.get(id)).number()));
        return numbers.toArray(Long[]::new);
    }

    /** What is stored of some resources, and what is to be. */
    private final class Differences {
        private final Map<String, ResourceTable.Held> resources;
        private final List<Interval> stored = new ArrayList<>();
        private final List<Interval> wanted = new ArrayList<>();
        private final List<UsageShare> storedShares = new ArrayList<>();
        private final List<UsageShare> wantedShares = new ArrayList<>();

        Differences(Map<String, ResourceTable.Held> resources) {
            this.resources = resources;
        }

        /** Reads what is stored of resources, and wants what follows from all of their events. */
        void whole(Long[] numbers) {
            stored.addAll(intervals.ofResources(numbers));
            storedShares.addAll(shares.ofResources(numbers));
            events.ofResources(numbers).values().forEach(this::whole);
        }

        /** Wants what follows from all events of a resource. */
        void whole(List<EventTable.Recorded> ofResource) {
            Map<EventKey, Long> accounts = new HashMap<>();
            ofResource.forEach(recorded -> accounts.put(recorded.event().key(), recorded.accountId()));
            Timeline timeline = Timeline.of(
                    ofResource.stream().map(EventTable.Recorded::event).toList());
            wanted.addAll(Interval.of(timeline, accounts));
            wantedShares.addAll(timeline.shares());
        }

        void write() {
            ClosedUsage change = new ClosedUsage();
            change.add(wanted, wantedShares, 1);
            change.add(stored, storedShares, -1);
            intervals.write(resources, stored, wanted);
            shares.write(resources, Set.copyOf(storedShares), wantedShares);
            days.add(change);
        }
    }
}
