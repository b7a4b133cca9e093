package dev.atelier.billing.meter;

import dev.atelier.billing.cost.Micros;
import dev.atelier.platform.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The intervals and shares that follow from the events, and what they change in the sums; only what differs is written. */
@ApplicationScoped
class IntervalTable {
    private final Database database;
    private final EventTable events;
    private final DayTable days;

    IntervalTable(Database database, EventTable events, DayTable days) {
        this.database = database;
        this.events = events;
        this.days = days;
    }

    /** A resource as the database knows it. */
    private record Locked(long number, boolean unseen) {}

    /** An interval as it is stored. */
    record Stored(UsageInterval.Id id, long accountId, long quantity) {
        /** How an interval is to be stored. */
        static Stored of(UsageInterval interval, Map<EventKey, Long> accounts) {
            return new Stored(
                    interval.id(),
                    accountOf(accounts, interval),
                    interval.opening().quantity());
        }
    }

    /** Brings the resources of new events up to date. */
    void apply(List<EventTable.Recorded> accepted) {
        if (accepted.isEmpty()) {
            return;
        }
        Map<String, Locked> resources = lock(accepted);
        Map<String, List<EventTable.Recorded>> whole = new HashMap<>();
        Set<String> known = new TreeSet<>();
        for (EventTable.Recorded recorded : accepted) {
            UsageEvent event = recorded.event();
            if (event.type() != UsageEventType.HEARTBEAT) {
                if (Objects.requireNonNull(resources.get(event.resourceId())).unseen()) {
                    whole.computeIfAbsent(event.resourceId(), _ -> new ArrayList<>())
                            .add(recorded);
                } else {
                    known.add(event.resourceId());
                }
            }
        }
        if (!known.isEmpty()) {
            whole.putAll(events.ofResources(known));
        }
        Map<EventKey, Long> accounts = new HashMap<>();
        List<UsageInterval> intervals = new ArrayList<>();
        List<UsageShare> shares = new ArrayList<>();
        DayUsage change = new DayUsage();
        for (List<EventTable.Recorded> ofResource : whole.values()) {
            ofResource.forEach(recorded -> accounts.put(recorded.event().key(), recorded.accountId()));
            Timeline timeline = Timeline.of(
                    ofResource.stream().map(EventTable.Recorded::event).toList());
            intervals.addAll(timeline.intervals());
            shares.addAll(timeline.shares());
            timeline.intervals()
                    .forEach(interval -> change.add(
                            accountOf(accounts, interval),
                            interval.opening().quantity(),
                            interval.start(),
                            interval.end(),
                            timeline.shares(),
                            1));
        }
        List<Stored> storedIntervals = known.isEmpty() ? List.of() : storedIntervals(numbers(resources, known));
        Set<UsageShare> storedShares = known.isEmpty() ? Set.of() : storedShares(numbers(resources, known));
        takeAway(change, storedIntervals, storedShares);
        writeIntervals(resources, accounts, storedIntervals, intervals);
        writeShares(resources, storedShares, shares);
        days.add(change);
    }

    private static void takeAway(DayUsage change, List<Stored> intervals, Set<UsageShare> shares) {
        Map<String, List<UsageShare>> byResource = new HashMap<>();
        shares.forEach(share -> byResource
                .computeIfAbsent(share.resourceId(), _ -> new ArrayList<>())
                .add(share));
        intervals.forEach(stored -> change.add(
                stored.accountId(),
                stored.quantity(),
                stored.id().start(),
                stored.id().end(),
                byResource.getOrDefault(stored.id().resourceId(), List.of()),
                -1));
    }

    /** Locks the rows of the resources in order, and remembers how late their events are. */
    private Map<String, Locked> lock(List<EventTable.Recorded> accepted) {
        Map<String, Instant> seen = new TreeMap<>();
        for (EventTable.Recorded recorded : accepted) {
            seen.merge(
                    recorded.event().resourceId(),
                    Micros.truncate(recorded.event().time()),
                    (one, other) -> one.isBefore(other) ? other : one);
        }
        Map<String, Locked> resources = new HashMap<>();
        database.list(
                """
                INSERT INTO billed_resource (resource_id, last_seen_at)
                SELECT * FROM unnest(?::text[], ?::timestamptz[])
                ON CONFLICT (resource_id) DO UPDATE
                SET last_seen_at = greatest(billed_resource.last_seen_at, excluded.last_seen_at)
                RETURNING resource_id, number, xmax = 0 AS inserted
                """,
                row -> resources.put(row.text("resource_id"), new Locked(row.number("number"), row.flag("inserted")))
                        == null,
                seen.keySet().toArray(String[]::new),
                seen.values().toArray(Instant[]::new));
        return resources;
    }

    List<Stored> storedIntervals(Long[] numbers) {
        return database.list(
                """
                SELECT resource_id, started_at, ended_at, account_id, quantity, opening_source, opening_id
                FROM metered_interval WHERE resource_number = ANY (?)
                """,
                row -> new Stored(
                        new UsageInterval.Id(
                                row.text("resource_id"),
                                row.time("started_at"),
                                row.timeOrNull("ended_at"),
                                new EventKey(row.text("opening_source"), row.text("opening_id"))),
                        row.number("account_id"),
                        row.number("quantity")),
                (Object) numbers);
    }

    /** Writes what is wanted and deletes what is not. */
    private void writeIntervals(
            Map<String, Locked> resources,
            Map<EventKey, Long> accounts,
            List<Stored> stored,
            List<UsageInterval> wanted) {
        Set<UsageInterval.Id> stale = stored.stream().map(Stored::id).collect(Collectors.toCollection(HashSet::new));
        List<UsageInterval> missing = new ArrayList<>();
        List<UsageInterval> closed = new ArrayList<>();
        for (UsageInterval interval : wanted) {
            if (!stale.remove(interval.id())) {
                (stale.remove(interval.id().running()) ? closed : missing).add(interval);
            }
        }
        if (!closed.isEmpty()) {
            database.update(
                    """
                    UPDATE metered_interval i SET ended_at = t.ended_at
                    FROM unnest(?::int8[], ?::timestamptz[], ?::timestamptz[]) AS t (number, started_at, ended_at)
                    WHERE i.resource_number = t.number AND i.started_at = t.started_at
                    """,
                    array(closed, interval -> number(resources, interval.resourceId()), Long[]::new),
                    array(closed, UsageInterval::start, Instant[]::new),
                    array(closed, UsageInterval::end, Instant[]::new));
        }
        if (!stale.isEmpty()) {
            database.update(
                    """
                    DELETE FROM metered_interval i USING unnest(?::int8[], ?::timestamptz[]) AS t (number, started_at)
                    WHERE i.resource_number = t.number AND i.started_at = t.started_at
                    """,
                    array(stale, id -> number(resources, id.resourceId()), Long[]::new),
                    array(stale, UsageInterval.Id::start, Instant[]::new));
        }
        if (!missing.isEmpty()) {
            database.update(
                    """
                    INSERT INTO metered_interval (resource_number, resource_id, started_at, ended_at, account_id, quantity,
                        opening_source, opening_id)
                    SELECT * FROM unnest(?::int8[], ?::text[], ?::timestamptz[], ?::timestamptz[], ?::int8[], ?::int8[],
                        ?::text[], ?::text[])
                    """,
                    array(missing, interval -> number(resources, interval.resourceId()), Long[]::new),
                    array(missing, UsageInterval::resourceId, String[]::new),
                    array(missing, UsageInterval::start, Instant[]::new),
                    array(missing, UsageInterval::end, Instant[]::new),
                    array(missing, interval -> accountOf(accounts, interval), Long[]::new),
                    array(missing, interval -> interval.opening().quantity(), Long[]::new),
                    array(missing, interval -> interval.opening().key().source(), String[]::new),
                    array(missing, interval -> interval.opening().key().id(), String[]::new));
        }
    }

    Set<UsageShare> storedShares(Long[] numbers) {
        return new HashSet<>(database.list(
                """
                SELECT r.resource_id, s.member_id, s.started_at, s.ended_at, s.part, s.parts, s.idle
                FROM metered_share s JOIN billed_resource r ON r.number = s.resource_number
                WHERE s.resource_number = ANY (?)
                """,
                row -> new UsageShare(
                        row.text("resource_id"),
                        row.text("member_id"),
                        row.time("started_at"),
                        row.timeOrNull("ended_at"),
                        row.integer("part"),
                        row.integer("parts"),
                        row.flag("idle")),
                (Object) numbers));
    }

    private void writeShares(Map<String, Locked> resources, Set<UsageShare> stored, List<UsageShare> wanted) {
        Set<UsageShare> stale = new HashSet<>(stored);
        Set<UsageShare> missing = new LinkedHashSet<>();
        for (UsageShare share : wanted) {
            if (!stale.remove(share)) {
                missing.add(share);
            }
        }
        if (!stale.isEmpty()) {
            database.update(
                    """
                    DELETE FROM metered_share s
                    USING unnest(?::int8[], ?::text[], ?::timestamptz[]) AS t (number, member_id, started_at)
                    WHERE s.resource_number = t.number AND s.member_id = t.member_id AND s.started_at = t.started_at
                    """,
                    array(stale, share -> number(resources, share.resourceId()), Long[]::new),
                    array(stale, UsageShare::memberId, String[]::new),
                    array(stale, UsageShare::start, Instant[]::new));
        }
        if (!missing.isEmpty()) {
            database.update(
                    """
                    INSERT INTO metered_share (resource_number, member_id, started_at, ended_at, part, parts, idle)
                    SELECT number, member_id, started_at, ended_at, part, parts, idle = 1
                    FROM unnest(?::int8[], ?::text[], ?::timestamptz[], ?::timestamptz[], ?::int4[], ?::int4[], ?::int4[])
                      AS t (number, member_id, started_at, ended_at, part, parts, idle)
                    """,
                    array(missing, share -> number(resources, share.resourceId()), Long[]::new),
                    array(missing, UsageShare::memberId, String[]::new),
                    array(missing, UsageShare::start, Instant[]::new),
                    array(missing, UsageShare::end, Instant[]::new),
                    array(missing, UsageShare::part, Integer[]::new),
                    array(missing, UsageShare::parts, Integer[]::new),
                    array(missing, share -> share.idle() ? 1 : 0, Integer[]::new));
        }
    }

    private static long accountOf(Map<EventKey, Long> accounts, UsageInterval interval) {
        return Objects.requireNonNull(accounts.get(interval.opening().key()));
    }

    private static long number(Map<String, Locked> resources, String resourceId) {
        return Objects.requireNonNull(resources.get(resourceId)).number();
    }

    private static Long[] numbers(Map<String, Locked> resources, Set<String> ids) {
        return array(ids, id -> number(resources, id), Long[]::new);
    }

    private static <T, V> @Nullable V[] array(
            Collection<T> values,
            Function<? super T, ? extends @Nullable V> field,
            java.util.function.IntFunction<V[]> create) {
        return values.stream().map(field).toArray(create);
    }
}
