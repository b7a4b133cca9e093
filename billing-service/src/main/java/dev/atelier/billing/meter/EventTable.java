package dev.atelier.billing.meter;

import dev.atelier.billing.cost.Micros;
import dev.atelier.billing.price.Component;
import dev.atelier.platform.database.Database;
import dev.atelier.platform.database.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/** The append-only table of events. */
@ApplicationScoped
class EventTable {
    private static final UsageEvent.Reversal NO_REVERSAL = new UsageEvent.Reversal(new EventKey("", ""), "");

    private final Database database;

    EventTable(Database database) {
        this.database = database;
    }

    /** An event of the ledger, and the account that it belongs to. */
    record Recorded(UsageEvent event, long accountId) {}

    /** What a claim came to. */
    record Claimed(List<Recorded> accepted, long duplicates, List<EventKey> conflicting) {}

    /** Inserts the events whose keys are free. The keys must be distinct and in order. */
    Claimed claim(List<UsageLedger.Claim> claims, Instant now, String by) {
        Set<EventKey> inserted = insert(claims, now, by);
        List<Recorded> accepted = new ArrayList<>();
        List<UsageLedger.Claim> taken = new ArrayList<>();
        for (UsageLedger.Claim claim : claims) {
            if (inserted.contains(claim.event().key())) {
                accepted.add(new Recorded(claim.event(), claim.accountId()));
            } else {
                taken.add(claim);
            }
        }
        if (taken.isEmpty()) {
            return new Claimed(accepted, 0, List.of());
        }
        Map<EventKey, String> recorded = digests(taken);
        List<EventKey> conflicting = taken.stream()
                .filter(claim ->
                        !claim.digest().equals(recorded.get(claim.event().key())))
                .map(claim -> claim.event().key())
                .toList();
        return new Claimed(accepted, taken.size() - conflicting.size(), conflicting);
    }

    /** All events of the resources that matter to their timelines. */
    Map<String, List<Recorded>> ofResources(Collection<String> resourceIds) {
        Map<String, List<Recorded>> events = new HashMap<>();
        database.list("""
                        SELECT e.*, a.component, a.instance_type, a.region, a.domain_id, a.user_profile_name, a.space_name,
                               a.team, a.project, a.tags, a.job_name, a.endpoint_name
                        FROM usage_event e JOIN usage_account a ON a.id = e.account_id
                        WHERE e.resource_id = ANY (?) AND e.type <> 'heartbeat'
                        """, EventTable::recorded, (Object) resourceIds.toArray(String[]::new))
                .forEach(recorded -> events.computeIfAbsent(recorded.event().resourceId(), _ -> new ArrayList<>())
                        .add(recorded));
        return events;
    }

    private Set<EventKey> insert(List<UsageLedger.Claim> claims, Instant now, String by) {
        return new HashSet<>(database.list(
                """
                WITH given AS (
                    SELECT * FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::int4[], ?::text[],
                        ?::int8[], ?::int4[], ?::int8[], ?::text[], ?::text[], ?::text[], ?::text[])
                      AS t (source, id, digest, type, time, nanos, resource_id, account_id, instance_count, storage_bytes,
                            member_id, reverses_source, reverses_id, reason)
                ), claimed AS (
                    INSERT INTO usage_event_key (source, id, digest)
                    SELECT source, id, decode(digest, 'hex') FROM given
                    ON CONFLICT DO NOTHING
                    RETURNING source, id
                )
                INSERT INTO usage_event (source, id, type, time, nanos, resource_id, account_id, instance_count,
                    storage_bytes, member_id, reverses_source, reverses_id, reason, recorded_at, recorded_by)
                SELECT source, id, type, time, nanos, resource_id, account_id, instance_count, storage_bytes, member_id,
                       reverses_source, reverses_id, reason, ?, ?
                FROM given JOIN claimed USING (source, id)
                RETURNING source, id
                """,
                EventTable::key,
                texts(claims, event -> event.key().source()),
                texts(claims, event -> event.key().id()),
                claims.stream().map(UsageLedger.Claim::digest).toArray(String[]::new),
                texts(claims, event -> event.type().code()),
                claims.stream()
                        .map(claim -> claim.event().time())
                        .map(Micros::truncate)
                        .toArray(Instant[]::new),
                claims.stream()
                        .map(claim -> Micros.nanosBeyond(claim.event().time()))
                        .toArray(Integer[]::new),
                texts(claims, UsageEvent::resourceId),
                claims.stream().map(UsageLedger.Claim::accountId).toArray(Long[]::new),
                claims.stream().map(claim -> claim.event().instanceCount()).toArray(Integer[]::new),
                claims.stream().map(claim -> claim.event().storageBytes()).toArray(Long[]::new),
                texts(claims, UsageEvent::memberId),
                texts(claims, event -> reversal(event).target().source()),
                texts(claims, event -> reversal(event).target().id()),
                texts(claims, event -> reversal(event).reason()),
                now,
                by));
    }

    private static UsageEvent.Reversal reversal(UsageEvent event) {
        return Objects.requireNonNullElse(event.reversal(), NO_REVERSAL);
    }

    private Map<EventKey, String> digests(List<UsageLedger.Claim> claims) {
        Map<EventKey, String> digests = new HashMap<>();
        database.list(
                """
                SELECT source, id, encode(digest, 'hex') AS digest
                FROM usage_event_key JOIN unnest(?::text[], ?::text[]) AS t (source, id) USING (source, id)
                """,
                row -> digests.put(key(row), row.text("digest")),
                texts(claims, event -> event.key().source()),
                texts(claims, event -> event.key().id()));
        return digests;
    }

    private static String[] texts(List<UsageLedger.Claim> claims, Function<UsageEvent, String> field) {
        return claims.stream().map(claim -> field.apply(claim.event())).toArray(String[]::new);
    }

    private static EventKey key(Row row) throws SQLException {
        return new EventKey(row.text("source"), row.text("id"));
    }

    static Recorded recorded(Row row) throws SQLException {
        String reversed = row.text("reverses_id");
        UsageEvent event = new UsageEvent(
                key(row),
                UsageEventType.find(row.text("type")).orElseThrow(),
                row.time("time").plusNanos(row.integer("nanos")),
                row.text("resource_id"),
                Component.find(row.text("component")).orElse(null),
                row.text("instance_type"),
                row.integer("instance_count"),
                row.text("region"),
                new Owner(
                        row.text("domain_id"),
                        row.text("user_profile_name"),
                        row.text("space_name"),
                        row.text("team"),
                        row.text("project"),
                        row.tags("tags")),
                row.text("job_name"),
                row.text("endpoint_name"),
                row.text("member_id"),
                row.number("storage_bytes"),
                reversed.isEmpty()
                        ? null
                        : new UsageEvent.Reversal(
                                new EventKey(row.text("reverses_source"), reversed), row.text("reason")));
        return new Recorded(event, row.number("account_id"));
    }
}
