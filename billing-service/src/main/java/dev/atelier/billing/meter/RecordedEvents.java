package dev.atelier.billing.meter;

import dev.atelier.api.error.AtelierException;
import dev.atelier.billing.cost.Micros;
import dev.atelier.platform.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads single resources' events, heartbeats left out. */
@ApplicationScoped
class RecordedEvents {
    private static final String EVENTS = """
            SELECT e.*, a.component, a.instance_type, a.region, a.domain_id, a.user_profile_name, a.space_name,
                   a.team, a.project, a.tags, a.job_name, a.endpoint_name,
                   EXISTS (SELECT FROM usage_event r
                           WHERE r.resource_number = e.resource_number AND r.type = 'reversed'
                             AND r.reverses_source = e.source AND r.reverses_id = e.id) AS reversed
            FROM usage_event e JOIN usage_account a ON a.id = e.account_id
            WHERE e.resource_number = (SELECT number FROM billed_resource WHERE resource_id = ?) AND e.type <> 'heartbeat'
            """;

    private final Database database;

    RecordedEvents(Database database) {
        this.database = database;
    }

    /** Where an event stands among those of its resource. */
    record Position(Instant time, String source, String id) {
        private static final Position FIRST = new Position(Instant.EPOCH.minusSeconds(1), "", "");
        /** No text of an event contains it. */
        private static final String SEPARATOR = "\0";

        static Position of(UsageEvent event) {
            return new Position(
                    Micros.truncate(event.time()),
                    event.key().source(),
                    event.key().id());
        }

        /** The position that {@link #text} wrote; null: before the first event. */
        static Position read(@Nullable String text) {
            if (text == null) {
                return FIRST;
            }
            String[] parts = text.split(SEPARATOR, -1);
            try {
                if (parts.length == 3) {
                    return new Position(Instant.parse(parts[0]), parts[1], parts[2]);
                }
            } catch (DateTimeException _) {
                // said below
            }
            throw AtelierException.invalid("pageToken", "is not a token that this list returned; start without one");
        }

        String text() {
            return String.join(SEPARATOR, time.toString(), source, id);
        }
    }

    /** By time, source and id. */
    List<RecordedEvent> ofResource(String resourceId, Position after, int limit) {
        return database.list(
                EVENTS + " AND (e.time, e.source, e.id) > (?, ?, ?) ORDER BY e.time, e.source, e.id LIMIT ?",
                row -> new RecordedEvent(
                        EventTable.recorded(row).event(),
                        row.time("recorded_at"),
                        row.text("recorded_by"),
                        row.flag("reversed")),
                resourceId,
                after.time(),
                after.source(),
                after.id(),
                limit);
    }

    /** Those of the keys that are events of the resource. */
    Map<EventKey, UsageEvent> find(String resourceId, List<EventKey> keys) {
        Map<EventKey, UsageEvent> found = new HashMap<>();
        database.list(
                        EVENTS + " AND (e.source, e.id) IN (SELECT * FROM unnest(?::text[], ?::text[]))",
                        EventTable::recorded,
                        resourceId,
                        keys.stream().map(EventKey::source).toArray(String[]::new),
                        keys.stream().map(EventKey::id).toArray(String[]::new))
                .forEach(recorded -> found.put(recorded.event().key(), recorded.event()));
        return found;
    }
}
