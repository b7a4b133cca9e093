package dev.atelier.billing.meter;

import dev.atelier.billing.cost.Micros;
import dev.atelier.platform.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The billed resources: what the writers of their intervals lock. */
@ApplicationScoped
class ResourceTable {
    private final Database database;

    ResourceTable(Database database) {
        this.database = database;
    }

    /**
     * A resource that the current transaction holds.
     *
     * @param number stands for it in the other tables
     * @param unseen whether it had no event before
     * @param plain whether it has no other events than starts, ends and heartbeats, the new ones counted
     * @param seenUntil the latest time of its events before the new ones; null when it had none
     */
    record Held(
            long number,
            boolean unseen,
            boolean plain,
            @Nullable Instant seenUntil) {}

    /** What new events say of their resource. */
    private record News(Instant latest, boolean plain) {
        static News of(UsageEvent event) {
            return new News(Micros.truncate(event.time()), event.type().plain());
        }

        News and(News other) {
            return new News(latest.isBefore(other.latest) ? other.latest : latest, plain && other.plain);
        }
    }

    /** Locks the rows of the events' resources in the order of their ids, and notes how late the events are. */
    Map<String, Held> hold(List<EventTable.Recorded> events) {
        Map<String, News> news = new TreeMap<>();
        for (EventTable.Recorded recorded : events) {
            news.merge(recorded.event().resourceId(), News.of(recorded.event()), News::and);
        }
        Map<String, Held> held = HashMap.newHashMap(news.size());
        database.list(
                """
                INSERT INTO billed_resource AS r (resource_id, last_seen_at, plain)
                SELECT id, seen_at, plain = 1 FROM unnest(?::text[], ?::timestamptz[], ?::int4[]) AS t (id, seen_at, plain)
                ON CONFLICT (resource_id) DO UPDATE
                SET previously_seen_at = r.last_seen_at, last_seen_at = greatest(r.last_seen_at, excluded.last_seen_at),
                    plain = r.plain AND excluded.plain
                RETURNING resource_id, number, plain, previously_seen_at
                """,
                row -> {
                    Instant seenUntil = row.timeOrNull("previously_seen_at");
                    return held.put(
                            row.text("resource_id"),
                            new Held(row.number("number"), seenUntil == null, row.flag("plain"), seenUntil));
                },
                news.keySet().toArray(String[]::new),
                news.values().stream().map(News::latest).toArray(Instant[]::new),
                news.values().stream().map(each -> each.plain() ? 1 : 0).toArray(Integer[]::new));
        return held;
    }
}
