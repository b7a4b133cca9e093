package dev.atelier.billing.meter;

import dev.atelier.billing.cost.Micros;
import dev.atelier.platform.database.Database;
import dev.atelier.platform.database.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The intervals and shares that follow from the events; only what differs is written. */
@ApplicationScoped
class IntervalTable {
    private final Database database;
    private final EventTable events;

    IntervalTable(Database database, EventTable events) {
        this.database = database;
        this.events = events;
    }

    /** Brings the resources of new events up to date. */
    void apply(List<UsageEvent> accepted) {
        if (accepted.isEmpty()) {
            return;
        }
        Set<String> unseen = lock(accepted);
        Map<String, List<UsageEvent>> whole = new HashMap<>();
        Set<String> changed = new TreeSet<>();
        for (UsageEvent event : accepted) {
            if (event.type() != UsageEventType.HEARTBEAT) {
                if (unseen.contains(event.resourceId())) {
                    whole.computeIfAbsent(event.resourceId(), _ -> new ArrayList<>())
                            .add(event);
                } else {
                    changed.add(event.resourceId());
                }
            }
        }
        if (!changed.isEmpty()) {
            whole.putAll(events.ofResources(changed));
        }
        List<UsageInterval> intervals = new ArrayList<>();
        List<UsageShare> shares = new ArrayList<>();
        for (List<UsageEvent> ofResource : whole.values()) {
            Timeline timeline = Timeline.of(ofResource);
            intervals.addAll(timeline.intervals());
            shares.addAll(timeline.shares());
        }
        writeIntervals(changed, intervals);
        writeShares(changed, shares);
    }

    /**
     * Locks the rows of the resources in order, and remembers how late their events are.
     *
     * @return the resources that had no row: whatever is known of them came with this transaction
     */
    private Set<String> lock(List<UsageEvent> accepted) {
        Map<String, Instant> seen = new TreeMap<>();
        for (UsageEvent event : accepted) {
            seen.merge(
                    event.resourceId(),
                    Micros.truncate(event.time()),
                    (one, other) -> one.isBefore(other) ? other : one);
        }
        Set<String> unseen = new HashSet<>();
        database.list(
                """
                INSERT INTO billed_resource (resource_id, last_seen_at)
                SELECT * FROM unnest(?::text[], ?::timestamptz[])
                ON CONFLICT (resource_id) DO UPDATE
                SET last_seen_at = greatest(billed_resource.last_seen_at, excluded.last_seen_at)
                RETURNING resource_id, xmax = 0 AS inserted
                """,
                row -> !row.flag("inserted") || unseen.add(row.text("resource_id")),
                seen.keySet().toArray(String[]::new),
                seen.values().toArray(Instant[]::new));
        return unseen;
    }

    /** Writes what is wanted and deletes what is not, of the resources that may have rows already. */
    private void writeIntervals(Set<String> known, List<UsageInterval> wanted) {
        Set<UsageInterval.Id> stale = known.isEmpty()
                ? new HashSet<>()
                : new HashSet<>(database.list(
                        """
                SELECT resource_id, started_at, ended_at, opening_source, opening_id
                FROM usage_interval WHERE resource_id = ANY (?)
                """,
                        row -> new UsageInterval.Id(
                                row.text("resource_id"),
                                row.time("started_at"),
                                row.timeOrNull("ended_at"),
                                new EventKey(row.text("opening_source"), row.text("opening_id"))),
                        (Object) known.toArray(String[]::new)));
        List<UsageInterval> missing = new ArrayList<>();
        for (UsageInterval interval : wanted) {
            if (!stale.remove(interval.id())) {
                missing.add(interval);
            }
        }
        if (!stale.isEmpty()) {
            database.update(
                    """
                    DELETE FROM usage_interval i USING unnest(?::text[], ?::timestamptz[]) AS t (resource_id, started_at)
                    WHERE i.resource_id = t.resource_id AND i.started_at = t.started_at
                    """,
                    array(stale, UsageInterval.Id::resourceId, String[]::new),
                    array(stale, UsageInterval.Id::start, Instant[]::new));
        }
        if (!missing.isEmpty()) {
            insert(missing);
        }
    }

    private void insert(List<UsageInterval> intervals) {
        database.update(
                """
                INSERT INTO usage_interval (resource_id, started_at, ended_at, component, instance_type, instance_count,
                    region, domain_id, user_profile_name, space_name, team, project, tags, job_name, endpoint_name,
                    opening_source, opening_id)
                SELECT e.resource_id, t.started_at, t.ended_at, e.component, e.instance_type, e.instance_count, e.region,
                    e.domain_id, e.user_profile_name, e.space_name, e.team, e.project, e.tags, e.job_name,
                    e.endpoint_name, e.source, e.id
                FROM unnest(?::text[], ?::text[], ?::timestamptz[], ?::timestamptz[])
                     AS t (source, id, started_at, ended_at)
                JOIN usage_event e USING (source, id)
                """,
                array(intervals, interval -> interval.opening().key().source(), String[]::new),
                array(intervals, interval -> interval.opening().key().id(), String[]::new),
                array(intervals, UsageInterval::start, Instant[]::new),
                array(intervals, UsageInterval::end, Instant[]::new));
    }

    private void writeShares(Set<String> resources, List<UsageShare> wanted) {
        Set<UsageShare> stale = new HashSet<>(
                database.list("SELECT * FROM usage_share WHERE resource_id = ANY (?)", IntervalTable::share, (Object)
                        resources.toArray(String[]::new)));
        Set<UsageShare> missing = new LinkedHashSet<>();
        for (UsageShare share : wanted) {
            if (!stale.remove(share)) {
                missing.add(share);
            }
        }
        if (!stale.isEmpty()) {
            database.update(
                    """
                    DELETE FROM usage_share s
                    USING unnest(?::text[], ?::text[], ?::timestamptz[]) AS t (resource_id, member_id, started_at)
                    WHERE s.resource_id = t.resource_id AND s.member_id = t.member_id AND s.started_at = t.started_at
                    """,
                    array(stale, UsageShare::resourceId, String[]::new),
                    array(stale, UsageShare::memberId, String[]::new),
                    array(stale, UsageShare::start, Instant[]::new));
        }
        if (!missing.isEmpty()) {
            database.update(
                    """
                    INSERT INTO usage_share (resource_id, member_id, started_at, ended_at, part, parts)
                    SELECT * FROM unnest(?::text[], ?::text[], ?::timestamptz[], ?::timestamptz[], ?::int4[], ?::int4[])
                    """,
                    array(missing, UsageShare::resourceId, String[]::new),
                    array(missing, UsageShare::memberId, String[]::new),
                    array(missing, UsageShare::start, Instant[]::new),
                    array(missing, UsageShare::end, Instant[]::new),
                    array(missing, UsageShare::part, Integer[]::new),
                    array(missing, UsageShare::parts, Integer[]::new));
        }
    }

    private static UsageShare share(Row row) throws SQLException {
        return new UsageShare(
                row.text("resource_id"),
                row.text("member_id"),
                row.time("started_at"),
                row.timeOrNull("ended_at"),
                row.integer("part"),
                row.integer("parts"));
    }

    private static <T, V> @Nullable V[] array(
            Collection<T> values,
            Function<? super T, ? extends @Nullable V> field,
            java.util.function.IntFunction<V[]> create) {
        return values.stream().map(field).toArray(create);
    }
}
