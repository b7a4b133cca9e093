package dev.atelier.billing.meter;

import dev.atelier.billing.cost.Micros;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What follows from the events of one resource. It depends only on which events there are, never on the order in which
 * they arrived; a late event simply gives another timeline.
 *
 * <p>By the time of the events: {@code STARTED} opens an interval and {@code ENDED} closes it; an {@code ENDED} that
 * finds nothing open waits, as does a member event. A {@code STARTED} while an interval is open changes nothing, unless it
 * says another type, count, owner… : then the one interval ends and another begins. {@code ENDED} also dismisses the
 * members. At the same microsecond an end comes before a start when something is open, else after it; an interval of no
 * length is none.
 */
final class Timeline {
    private static final Comparator<UsageEvent> ORDER = Comparator.<UsageEvent, Instant>comparing(
                    event -> Micros.truncate(event.time()))
            .thenComparing(UsageEvent::key);

    private final List<UsageInterval> intervals = new ArrayList<>();
    private final List<UsageShare> shares = new ArrayList<>();
    private final List<EventKey> waiting = new ArrayList<>();

    private final TreeSet<String> present = new TreeSet<>();
    /** Shares of the open interval; they count only when a member was ever there. */
    private final List<UsageShare> openShares = new ArrayList<>();

    private @Nullable UsageEvent opening;
    private Instant openedAt = Instant.EPOCH;
    private Instant cutAt = Instant.EPOCH;

    private Timeline() {}

    /** The timeline of a resource from its events, heartbeats left out, in any order. */
    static Timeline of(List<UsageEvent> events) {
        Map<Instant, List<UsageEvent>> byTime = new TreeMap<>();
        events.stream()
                .sorted(ORDER)
                .forEach(event -> byTime.computeIfAbsent(Micros.truncate(event.time()), _ -> new ArrayList<>())
                        .add(event));
        Timeline timeline = new Timeline();
        byTime.forEach(timeline::apply);
        timeline.finish();
        return timeline;
    }

    List<UsageInterval> intervals() {
        return intervals;
    }

    /** Only for intervals in which there was ever a member. */
    List<UsageShare> shares() {
        return shares;
    }

    /** {@code ENDED} events that found nothing open. */
    List<EventKey> waiting() {
        return waiting;
    }

    private void apply(Instant time, List<UsageEvent> events) {
        Deque<UsageEvent> starts = new ArrayDeque<>();
        Deque<UsageEvent> ends = new ArrayDeque<>();
        List<UsageEvent> members = new ArrayList<>();
        for (UsageEvent event : events) {
            switch (event.type()) {
                case STARTED -> starts.add(event);
                case ENDED -> ends.add(event);
                case MEMBER_JOINED, MEMBER_LEFT -> members.add(event);
                case HEARTBEAT -> throw new IllegalArgumentException("A heartbeat has no place in a timeline");
            }
        }
        if (opening != null && !ends.isEmpty()) {
            ends.remove();
            close(time);
            present.clear();
        }
        Set<String> changed = membersAfter(members);
        if (!changed.equals(present)) {
            cut(time);
            present.clear();
            present.addAll(changed);
        }
        while (!starts.isEmpty() || (opening != null && !ends.isEmpty())) {
            if (opening != null && !ends.isEmpty()) {
                ends.remove();
                close(time);
                present.clear();
            } else {
                start(starts.remove(), time);
            }
        }
        ends.forEach(event -> waiting.add(event.key()));
    }

    /** Each member's events at one time alternate, beginning with the one that changes something. */
    private Set<String> membersAfter(List<UsageEvent> events) {
        Set<String> after = new TreeSet<>(present);
        Set<String> joined = new HashSet<>();
        Set<String> left = new HashSet<>();
        for (UsageEvent event : events) {
            (event.type() == UsageEventType.MEMBER_JOINED ? joined : left).add(event.memberId());
        }
        for (String member : joined) {
            if (!left.contains(member)) {
                after.add(member);
            }
        }
        for (String member : left) {
            if (!joined.contains(member)) {
                after.remove(member);
            }
        }
        return after;
    }

    private void start(UsageEvent event, Instant time) {
        if (opening != null) {
            if (opening.sameUsage(event)) {
                return;
            }
            close(time);
        }
        opening = event;
        openedAt = time;
        cutAt = time;
    }

    private void close(Instant time) {
        cut(time);
        end(time);
    }

    private void finish() {
        if (opening != null) {
            addShares(null);
            end(null);
        }
    }

    private void end(@Nullable Instant time) {
        UsageEvent event = opening;
        if (event != null && !openedAt.equals(time)) {
            intervals.add(new UsageInterval(event, openedAt, time));
            if (openShares.stream().anyMatch(share -> !share.memberId().isEmpty())) {
                shares.addAll(openShares);
            }
        }
        openShares.clear();
        opening = null;
    }

    /** Ends the present shares, and lets the next ones begin. */
    private void cut(Instant time) {
        if (opening != null && cutAt.isBefore(time)) {
            addShares(time);
        }
        cutAt = time;
    }

    private void addShares(@Nullable Instant end) {
        UsageEvent event = opening;
        if (event == null) {
            return;
        }
        if (present.isEmpty()) {
            openShares.add(new UsageShare(event.resourceId(), "", cutAt, end, 0, 1));
            return;
        }
        int part = 0;
        for (String member : present) {
            openShares.add(new UsageShare(event.resourceId(), member, cutAt, end, part++, present.size()));
        }
    }
}
