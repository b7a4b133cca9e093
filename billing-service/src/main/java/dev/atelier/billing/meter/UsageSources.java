package dev.atelier.billing.meter;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.identity.Caller;
import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.billing.BillingConfig;
import dev.atelier.billing.cost.Micros;
import dev.atelier.platform.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * When the sources of usage were last heard of, by their events or their heartbeats. A source that once sent a heartbeat
 * promises more of them: when it is silent, whether its usage still runs is not known, and its meters say so.
 */
@ApplicationScoped
public class UsageSources {
    /** A source that sends much is noted down this often. */
    private static final Duration NOTED_EVERY = Duration.ofSeconds(5);

    private static final int REMEMBERED = 10_000;

    private final Database database;
    private final Clock clock;
    private final Duration silentAfter;
    private final Map<String, Instant> noted = new ConcurrentHashMap<>();

    UsageSources(Database database, Clock clock, BillingConfig config) {
        this.database = database;
        this.clock = clock;
        this.silentAfter = config.usage().silentAfter();
    }

    /**
     * A source says that it lives.
     *
     * @return how long it may be silent before its usage is flagged
     * @throws AtelierException {@code PERMISSION_DENIED} to all but services and administrators, {@code VALIDATION}
     */
    public Duration heartbeat(String source, Caller caller) {
        UsageRecorder.requireRecorder(caller);
        if (source.isEmpty() || source.length() > UsageEventDraft.MAX_LENGTH || source.indexOf('\0') >= 0) {
            throw AtelierException.invalid(
                    "source", "must be given, with at most " + UsageEventDraft.MAX_LENGTH + " characters");
        }
        Instant now = now();
        database.update("""
                INSERT INTO usage_source AS s (source, last_seen_at, last_heartbeat_at) VALUES (?, ?, ?)
                ON CONFLICT (source) DO UPDATE
                SET last_seen_at = greatest(s.last_seen_at, excluded.last_seen_at),
                    last_heartbeat_at = greatest(s.last_heartbeat_at, excluded.last_heartbeat_at)
                """, source, now, now);
        return silentAfter;
    }

    /**
     * All sources by name.
     *
     * @throws AtelierException {@code PERMISSION_DENIED} to those who may not read everything
     */
    public Page<UsageSource> list(PageRequest page, Caller caller) {
        caller.requireViewer();
        return Page.of(
                database.list(
                        """
                        SELECT s.*, s.last_heartbeat_at IS NOT NULL AND s.last_seen_at < ? AS silent,
                               coalesce(r.running, 0) AS running
                        FROM usage_source s
                        LEFT JOIN (SELECT opening_source, count(*) AS running FROM metered_interval
                                   WHERE ended_at IS NULL GROUP BY opening_source) r ON r.opening_source = s.source
                        WHERE s.source > ? ORDER BY s.source LIMIT ?
                        """,
                        row -> new UsageSource(
                                row.text("source"),
                                row.time("last_seen_at"),
                                row.timeOrNull("last_heartbeat_at"),
                                row.flag("silent"),
                                row.number("running")),
                        now().minus(silentAfter),
                        Objects.requireNonNullElse(page.after(), ""),
                        page.limit()),
                page,
                UsageSource::source);
    }

    /** Events of these sources arrived. */
    void heard(Stream<String> senders) {
        Instant now = now();
        senders.distinct().forEach(source -> {
            Instant last = noted.get(source);
            if (last == null || Duration.between(last, now).abs().compareTo(NOTED_EVERY) >= 0) {
                note(source, now);
            }
        });
    }

    private Instant now() {
        return Micros.truncate(clock.instant());
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
