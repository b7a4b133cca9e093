package dev.atelier.billing.meter;

import dev.atelier.billing.cost.Micros;
import dev.atelier.billing.price.Component;
import dev.atelier.platform.database.Database;
import dev.atelier.platform.database.DatabaseException;
import dev.atelier.platform.database.Row;
import dev.atelier.platform.peak.Peak;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** The append-only table of events. */
@ApplicationScoped
class EventTable {
    /** From so many on it pays to hope that all keys are free. */
    private static final int MANY = 200;

    private final Database database;

    EventTable(Database database) {
        this.database = database;
    }

    /** An event of the ledger, and the account that it belongs to. */
    record Recorded(UsageEvent event, long accountId) {}

    /** What a claim came to. */
    record Claimed(List<Recorded> accepted, long duplicates, List<EventKey> conflicting) {}

    /** Takes the keys of the events that are free. The keys must be distinct and in order. */
    Claimed claim(List<UsageLedger.Claim> claims) {
        if (claims.size() >= MANY && isFree(claims.getFirst()) && takeAll(claims)) {
            return new Claimed(claims.stream().map(EventTable::recorded).toList(), 0, List.of());
        }
        int free = database.update(
                """
                INSERT INTO usage_event_key (source, id, digest)
                SELECT * FROM unnest(?::text[], ?::text[], ?::bytea[])
                ON CONFLICT DO NOTHING
                """,
                texts(claims, event -> event.key().source()),
                texts(claims, event -> event.key().id()),
                claims.stream().map(claim -> claim.digest().bytes()).toArray(byte[][]::new));
        if (free == claims.size()) {
            return new Claimed(claims.stream().map(EventTable::recorded).toList(), 0, List.of());
        }
        Map<EventKey, Key> taken = keys(claims);
        List<Recorded> accepted = new ArrayList<>();
        List<EventKey> conflicting = new ArrayList<>();
        for (UsageLedger.Claim claim : claims) {
            Key key = Objects.requireNonNull(taken.get(claim.event().key()));
            if (key.isNew()) {
                accepted.add(recorded(claim));
            } else if (!key.digest().equals(claim.digest())) {
                conflicting.add(claim.event().key());
            }
        }
        return new Claimed(accepted, claims.size() - accepted.size() - conflicting.size(), conflicting);
    }

    private boolean isFree(UsageLedger.Claim claim) {
        EventKey key = claim.event().key();
        return database.find(
                        "SELECT 1 AS taken FROM usage_event_key WHERE source = ? AND id = ?",
                        row -> row.integer("taken"),
                        key.source(),
                        key.id())
                .isEmpty();
    }

    /** Takes the keys in the quickest way, if all of them are free. */
    private boolean takeAll(List<UsageLedger.Claim> claims) {
        boolean taken = true;
        database.update("SAVEPOINT keys");
        try {
            database.copy(
                    "usage_event_key (source, id, digest)",
                    claims,
                    claim -> List.of(
                            claim.event().key().source(), claim.event().key().id(), "\\x" + claim.digest()));
        } catch (DatabaseException e) {
            if (!e.isDuplicate()) {
                throw e;
            }
            database.update("ROLLBACK TO SAVEPOINT keys");
            taken = false;
        }
        // what follows is of the transaction itself again, so that its rows bear its number
        database.update("RELEASE SAVEPOINT keys");
        return taken;
    }

    /** Appends events of which the current transaction has taken the keys, and holds the resources. */
    void append(List<Recorded> events, Map<String, ResourceTable.Held> resources, Instant now, String by) {
        String recordedAt = now.toString();
        database.copy("""
                usage_event (source, id, type, time, nanos, resource_id, resource_number, account_id, instance_count,
                    storage_bytes, member_id, reverses_source, reverses_id, reason, recorded_at, recorded_by,
                    peak_memory_bytes, peak_cpu_millis, peak_seconds)
                """, events, recorded -> {
            UsageEvent event = recorded.event();
            UsageEvent.Reversal reversal = event.reversal();
            Peak peak = event.peak();
            return Arrays.asList(
                    event.key().source(),
                    event.key().id(),
                    event.type().code(),
                    Micros.truncate(event.time()),
                    Micros.nanosBeyond(event.time()),
                    event.resourceId(),
                    Objects.requireNonNull(resources.get(event.resourceId())).number(),
                    recorded.accountId(),
                    event.usage().instanceCount(),
                    event.usage().storageBytes(),
                    event.memberId(),
                    reversal.target().source(),
                    reversal.target().id(),
                    reversal.reason(),
                    recordedAt,
                    by,
                    peak.known() ? peak.memoryBytes() : null,
                    peak.known() ? peak.cpuMillis() : null,
                    peak.measured().isZero() ? null : peak.seconds());
        });
    }

    /** All events of the resources that matter to their timelines. */
    Map<String, List<Recorded>> ofResources(Long[] numbers) {
        Map<String, List<Recorded>> events = new HashMap<>();
        database.list("""
                        SELECT e.*, a.component, a.instance_type, a.region, a.domain_id, a.user_profile_name, a.space_name,
                               a.team, a.project, a.tags, a.job_name, a.endpoint_name
                        FROM usage_event e JOIN usage_account a ON a.id = e.account_id
                        WHERE e.resource_number = ANY (?) AND e.type <> 'heartbeat'
                        """, EventTable::recorded, (Object) numbers)
                .forEach(recorded -> events.computeIfAbsent(recorded.event().resourceId(), _ -> new ArrayList<>())
                        .add(recorded));
        return events;
    }

    private static Recorded recorded(UsageLedger.Claim claim) {
        return new Recorded(claim.event(), claim.accountId());
    }

    /** A key that is taken, and whether it was the current transaction that took it. */
    private record Key(boolean isNew, Fingerprint digest) {}

    private Map<EventKey, Key> keys(List<UsageLedger.Claim> claims) {
        Map<EventKey, Key> keys = HashMap.newHashMap(claims.size());
        database.list(
                """
                SELECT source, id, digest, k.xmin = pg_current_xact_id()::xid AS new
                FROM usage_event_key k JOIN unnest(?::text[], ?::text[]) AS t (source, id) USING (source, id)
                """,
                row -> keys.put(key(row), new Key(row.flag("new"), new Fingerprint(row.bytes("digest")))),
                texts(claims, event -> event.key().source()),
                texts(claims, event -> event.key().id()));
        return keys;
    }

    private static String[] texts(List<UsageLedger.Claim> claims, Function<UsageEvent, String> field) {
        return claims.stream().map(claim -> field.apply(claim.event())).toArray(String[]::new);
    }

    private static EventKey key(Row row) throws SQLException {
        return new EventKey(row.text("source"), row.text("id"));
    }

    static Recorded recorded(Row row) throws SQLException {
        UsageEvent event = new UsageEvent(
                key(row),
                UsageEventType.find(row.text("type")).orElseThrow(),
                row.time("time").plusNanos(row.integer("nanos")),
                row.text("resource_id"),
                new Usage(
                        Component.find(row.text("component")).orElse(null),
                        row.text("instance_type"),
                        row.integer("instance_count"),
                        row.text("region"),
                        Owner.of(row),
                        row.text("job_name"),
                        row.text("endpoint_name"),
                        row.number("storage_bytes")),
                row.text("member_id"),
                new UsageEvent.Reversal(
                        new EventKey(row.text("reverses_source"), row.text("reverses_id")), row.text("reason")),
                new Peak(
                        row.number("peak_memory_bytes"),
                        row.integer("peak_cpu_millis"),
                        Duration.ofSeconds(row.integer("peak_seconds"))));
        return new Recorded(event, row.number("account_id"));
    }
}
