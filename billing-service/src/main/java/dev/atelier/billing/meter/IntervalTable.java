package dev.atelier.billing.meter;

import dev.atelier.platform.database.Database;
import dev.atelier.platform.database.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Who ran what when. The intervals of a resource are a chain, in which each names the end of the one before it; constraints
 * on that make an overlap impossible. Only what differs is written.
 */
@ApplicationScoped
class IntervalTable {
    private static final String COLUMNS = """
            i.resource_id, i.started_at, i.ended_at, i.previous_end, i.account_id, i.quantity, i.opening_source, i.opening_id
            """;

    private final Database database;

    IntervalTable(Database database) {
        this.database = database;
    }

    List<Interval> ofResources(Long[] numbers) {
        return database.list(
                "SELECT " + COLUMNS + " FROM metered_interval i WHERE i.resource_number = ANY (?)",
                IntervalTable::interval,
                (Object) numbers);
    }

    /** The latest interval of each resource that has one, by the resource's id. */
    Map<String, Interval> lastOfResources(Long[] numbers) {
        Map<String, Interval> lasts = HashMap.newHashMap(numbers.length);
        database.list("""
                        SELECT i.* FROM unnest(?::int8[]) AS t (number)
                        CROSS JOIN LATERAL (SELECT %s FROM metered_interval i WHERE i.resource_number = t.number
                                            ORDER BY i.resource_number DESC, i.ended_at DESC LIMIT 1) AS i
                        """.formatted(COLUMNS), IntervalTable::interval, (Object) numbers)
                .forEach(interval -> lasts.put(interval.id().resourceId(), interval));
        return lasts;
    }

    private static Interval interval(Row row) throws SQLException {
        return new Interval(
                new UsageInterval.Id(
                        row.text("resource_id"),
                        row.time("started_at"),
                        row.timeOrNull("ended_at"),
                        new EventKey(row.text("opening_source"), row.text("opening_id"))),
                row.number("account_id"),
                row.number("quantity"),
                row.timeOrNull("previous_end"));
    }

    /** Writes what is wanted and deletes what is not: first what makes room for the rest. */
    void write(Map<String, ResourceTable.Held> resources, Collection<Interval> stored, Collection<Interval> wanted) {
        Set<Interval> stale = new HashSet<>(stored);
        List<Interval> missing = new ArrayList<>();
        List<Interval> closed = new ArrayList<>();
        for (Interval interval : wanted) {
            if (!stale.remove(interval)) {
                (!interval.isOpen() && stale.remove(interval.running()) ? closed : missing).add(interval);
            }
        }
        delete(resources, stale);
        close(resources, closed);
        database.copy(
                """
                metered_interval (resource_number, resource_id, started_at, ended_at, previous_end, account_id, quantity,
                    opening_source, opening_id)
                """,
                missing,
                interval -> Arrays.asList(
                        number(resources, interval),
                        interval.id().resourceId(),
                        interval.id().start(),
                        interval.id().end(),
                        interval.previousEnd(),
                        interval.accountId(),
                        interval.quantity(),
                        interval.id().opening().source(),
                        interval.id().opening().id()));
    }

    private void delete(Map<String, ResourceTable.Held> resources, Collection<Interval> stale) {
        if (!stale.isEmpty()) {
            database.update("""
                    DELETE FROM metered_interval i USING unnest(?::int8[], ?::timestamptz[]) AS t (number, started_at)
                    WHERE i.resource_number = t.number AND i.started_at = t.started_at
                    """, numbers(resources, stale), starts(stale));
        }
    }

    private void close(Map<String, ResourceTable.Held> resources, List<Interval> closed) {
        if (!closed.isEmpty()) {
            database.update(
                    """
                    UPDATE metered_interval i SET ended_at = t.ended_at
                    FROM unnest(?::int8[], ?::timestamptz[], ?::timestamptz[]) AS t (number, started_at, ended_at)
                    WHERE i.resource_number = t.number AND i.started_at = t.started_at
                    """,
                    numbers(resources, closed),
                    starts(closed),
                    closed.stream().map(interval -> interval.id().end()).toArray(Instant[]::new));
        }
    }

    private static Long[] numbers(Map<String, ResourceTable.Held> resources, Collection<Interval> intervals) {
        return intervals.stream().map(interval -> number(resources, interval)).toArray(Long[]::new);
    }

    private static Instant[] starts(Collection<Interval> intervals) {
        return intervals.stream().map(interval -> interval.id().start()).toArray(Instant[]::new);
    }

    private static long number(Map<String, ResourceTable.Held> resources, Interval interval) {
        return Objects.requireNonNull(resources.get(interval.id().resourceId())).number();
    }
}
