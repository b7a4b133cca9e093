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
 * length is none. {@code BUSY} and {@code IDLE} tell, from the first of them in an interval on, whether anything computes, and
 * which members do, who then pay for it; a member who leaves is busy no more. What a {@code REVERSED} event takes back is left out, whichever came first.
 */
final class Timeline {
    private static final Comparator<UsageEvent> ORDER = Comparator.<UsageEvent, Instant>comparing(
                    event -> Micros.truncate(event.time()))
            .thenComparing(UsageEvent::key);

    private final List<UsageInterval> intervals = new ArrayList<>();
    private final List<UsageShare> shares = new ArrayList<>();
    private final List<EventKey> waiting = new ArrayList<>();

    private final TreeSet<String> present = new TreeSet<>();
    private final TreeSet<String> busy = new TreeSet<>();
    private boolean activityKnown;
    /** Shares of the open interval; they count only when a member was ever there or its activity is known. */
    private final List<UsageShare> openShares = new ArrayList<>();

    private @Nullable UsageEvent opening;
    private Instant openedAt = Instant.EPOCH;
    private Instant cutAt = Instant.EPOCH;

    private Timeline() {}

    /** The timeline of a resource from its events, heartbeats left out, in any order. */
    static Timeline of(List<UsageEvent> events) {
        Set<EventKey> reversed = reversed(events);
        Map<Instant, List<UsageEvent>> byTime = new TreeMap<>();
        events.stream()
                .filter(event -> event.type().shapes() && !reversed.contains(event.key()))
                .sorted(ORDER)
                .forEach(event -> byTime.computeIfAbsent(Micros.truncate(event.time()), _ -> new ArrayList<>())
                        .add(event));
        Timeline timeline = new Timeline();
        byTime.forEach(timeline::apply);
        timeline.finish();
        return timeline;
    }

    private static Set<EventKey> reversed(List<UsageEvent> events) {
        Set<EventKey> reversed = new HashSet<>();
        for (UsageEvent event : events) {
            if (event.type() == UsageEventType.REVERSED) {
                reversed.add(event.reversal().target());
            }
        }
        return reversed;
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
        List<UsageEvent> activity = new ArrayList<>();
        for (UsageEvent event : events) {
            switch (event.type()) {
                case STARTED -> starts.add(event);
                case ENDED -> ends.add(event);
                case MEMBER_JOINED, MEMBER_LEFT -> members.add(event);
                case BUSY, IDLE -> activity.add(event);
                case HEARTBEAT, REVERSED -> throw new IllegalArgumentException("It has no place in a timeline");
            }
        }
        if (opening != null && !ends.isEmpty()) {
            ends.remove();
            close(time);
            dismiss();
        }
        change(time, members);
        act(time, activity);
        while (!starts.isEmpty() || (opening != null && !ends.isEmpty())) {
            if (opening != null && !ends.isEmpty()) {
                ends.remove();
                close(time);
                dismiss();
            } else {
                start(starts.remove(), time);
            }
        }
        ends.forEach(event -> waiting.add(event.key()));
    }

    private void dismiss() {
        present.clear();
        busy.clear();
        activityKnown = false;
    }

    private void change(Instant time, List<UsageEvent> members) {
        Set<String> changed = after(present, members, UsageEventType.MEMBER_JOINED);
        if (!changed.equals(present)) {
            cut(time);
            busy.removeIf(member -> present.contains(member) && !changed.contains(member));
            present.clear();
            present.addAll(changed);
        }
    }

    private void act(Instant time, List<UsageEvent> activity) {
        if (activity.isEmpty()) {
            return;
        }
        boolean wasIdle = idle();
        Set<String> changed = after(busy, activity, UsageEventType.BUSY);
        boolean allIdle = activity.stream()
                .anyMatch(event ->
                        event.type() == UsageEventType.IDLE && event.memberId().isEmpty());
        if (allIdle) {
            changed.removeIf(member -> activity.stream()
                    .noneMatch(event -> event.type() == UsageEventType.BUSY
                            && event.memberId().equals(member)));
        }
        if (wasIdle != changed.isEmpty() || !activityKnown || !payers(changed).equals(payers(busy))) {
            cut(time);
        }
        activityKnown = true;
        busy.clear();
        busy.addAll(changed);
    }

    /** Of those who are present, those who compute; all, while none of them does. */
    private List<String> payers(Set<String> computing) {
        List<String> working = present.stream().filter(computing::contains).toList();
        return working.isEmpty() ? List.copyOf(present) : working;
    }

    private boolean idle() {
        return activityKnown && busy.isEmpty();
    }

    /** Each member's events at one time alternate, beginning with the one that changes something. */
    private static Set<String> after(Set<String> before, List<UsageEvent> events, UsageEventType enters) {
        Set<String> after = new TreeSet<>(before);
        Set<String> entered = new HashSet<>();
        Set<String> left = new HashSet<>();
        for (UsageEvent event : events) {
            (event.type() == enters ? entered : left).add(event.memberId());
        }
        for (String member : entered) {
            if (!left.contains(member)) {
                after.add(member);
            }
        }
        for (String member : left) {
            if (!entered.contains(member)) {
                after.remove(member);
            }
        }
        return after;
    }

    private void start(UsageEvent event, Instant time) {
        if (opening != null) {
            if (opening.usage().equals(event.usage())) {
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
            if (openShares.size() > 1
                    || openShares.stream()
                            .anyMatch(share -> share.idle() || !share.memberId().isEmpty())) {
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
            openShares.add(new UsageShare(event.resourceId(), "", cutAt, end, 0, 1, idle()));
            return;
        }
        List<String> payers = payers(busy);
        int part = 0;
        for (String member : present) {
            openShares.add(new UsageShare(
                    event.resourceId(),
                    member,
                    cutAt,
                    end,
                    part++,
                    present.size(),
                    payers.indexOf(member),
                    payers.size(),
                    idle()));
        }
    }
}
