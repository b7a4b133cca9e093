package dev.atelier.billing.meter;

import dev.atelier.billing.cost.Micros;
import dev.atelier.platform.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** When the sources of usage were last heard of, by their events or their heartbeats. */
@ApplicationScoped
public class UsageSources {
    /** A source that sends much is noted down this often. */
    private static final Duration NOTED_EVERY = Duration.ofSeconds(5);

    private static final int REMEMBERED = 10_000;

    private final Database database;
    private final Clock clock;
    private final Map<String, Instant> noted = new ConcurrentHashMap<>();

    UsageSources(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Events of these keys arrived. */
    void heard(Collection<EventKey> keys) {
        Instant now = Micros.truncate(clock.instant());
        keys.stream().map(EventKey::source).distinct().forEach(source -> {
            Instant last = noted.get(source);
            if (last == null || Duration.between(last, now).abs().compareTo(NOTED_EVERY) >= 0) {
                note(source, now);
            }
        });
    }

    private void note(String source, Instant now) {
        if (noted.size() >= REMEMBERED) {
            noted.clear();
        }
        noted.put(source, now);
        database.update("""
                INSERT INTO usage_source (source, last_seen_at) VALUES (?, ?)
                ON CONFLICT (source) DO UPDATE SET last_seen_at = greatest(usage_source.last_seen_at, excluded.last_seen_at)
                """, source, now);
    }
}
