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
import java.util.Set;
import java.util.function.Function;

/** The append-only table of events. */
@ApplicationScoped
class EventTable {
    private final Database database;

    EventTable(Database database) {
        this.database = database;
    }

    /** What a claim came to. */
    record Claimed(List<UsageEvent> accepted, long duplicates, List<EventKey> conflicting) {}

    /** Inserts the events whose keys are free. The keys must be distinct and in order. */
    Claimed claim(List<UsageLedger.Claim> claims, Instant now) {
        Set<EventKey> inserted = insert(claims, now);
        List<UsageEvent> accepted = new ArrayList<>();
        List<UsageLedger.Claim> taken = new ArrayList<>();
        for (UsageLedger.Claim claim : claims) {
            if (inserted.contains(claim.event().key())) {
                accepted.add(claim.event());
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

    /** All events of the resources that shape their timelines. */
    Map<String, List<UsageEvent>> ofResources(Collection<String> resourceIds) {
        Map<String, List<UsageEvent>> events = new HashMap<>();
        database.list(
                        "SELECT * FROM usage_event WHERE resource_id = ANY (?) AND type <> 'heartbeat'",
                        EventTable::event,
                        (Object) resourceIds.toArray(String[]::new))
                .forEach(event -> events.computeIfAbsent(event.resourceId(), _ -> new ArrayList<>())
                        .add(event));
        return events;
    }

    private Set<EventKey> insert(List<UsageLedger.Claim> claims, Instant now) {
        return new HashSet<>(database.list(
                """
                INSERT INTO usage_event (source, id, digest, type, time, resource_id, component, instance_type,
                    instance_count, region, domain_id, user_profile_name, space_name, team, project, tags, job_name,
                    endpoint_name, member_id, recorded_at)
                SELECT source, id, decode(digest, 'hex'), type, time, resource_id, component, instance_type,
                    instance_count, region, domain_id, user_profile_name, space_name, team, project, tags::jsonb,
                    job_name, endpoint_name, member_id, ?
                FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::text[], ?::text[],
                    ?::text[], ?::int4[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                    ?::text[], ?::text[], ?::text[])
                  AS t (source, id, digest, type, time, resource_id, component, instance_type, instance_count, region,
                        domain_id, user_profile_name, space_name, team, project, tags, job_name, endpoint_name,
                        member_id)
                ON CONFLICT DO NOTHING
                RETURNING source, id
                """,
                EventTable::key,
                now,
                texts(claims, event -> event.key().source()),
                texts(claims, event -> event.key().id()),
                claims.stream().map(UsageLedger.Claim::digest).toArray(String[]::new),
                texts(claims, event -> event.type().code()),
                claims.stream()
                        .map(claim -> claim.event().time())
                        .map(Micros::truncate)
                        .toArray(Instant[]::new),
                texts(claims, UsageEvent::resourceId),
                texts(claims, EventTable::component),
                texts(claims, UsageEvent::instanceType),
                claims.stream().map(claim -> claim.event().instanceCount()).toArray(Integer[]::new),
                texts(claims, UsageEvent::region),
                texts(claims, event -> event.owner().domainId()),
                texts(claims, event -> event.owner().userProfileName()),
                texts(claims, event -> event.owner().spaceName()),
                texts(claims, event -> event.owner().team()),
                texts(claims, event -> event.owner().project()),
                texts(claims, event -> database.tagsJson(event.owner().tags())),
                texts(claims, UsageEvent::jobName),
                texts(claims, UsageEvent::endpointName),
                texts(claims, UsageEvent::memberId)));
    }

    private Map<EventKey, String> digests(List<UsageLedger.Claim> claims) {
        Map<EventKey, String> digests = new HashMap<>();
        database.list(
                """
                SELECT source, id, encode(digest, 'hex') AS digest
                FROM usage_event JOIN unnest(?::text[], ?::text[]) AS t (source, id) USING (source, id)
                """,
                row -> digests.put(key(row), row.text("digest")),
                texts(claims, event -> event.key().source()),
                texts(claims, event -> event.key().id()));
        return digests;
    }

    private static String component(UsageEvent event) {
        Component component = event.component();
        return component == null ? "" : component.code();
    }

    private static String[] texts(List<UsageLedger.Claim> claims, Function<UsageEvent, String> field) {
        return claims.stream().map(claim -> field.apply(claim.event())).toArray(String[]::new);
    }

    private static EventKey key(Row row) throws SQLException {
        return new EventKey(row.text("source"), row.text("id"));
    }

    private static UsageEvent event(Row row) throws SQLException {
        return new UsageEvent(
                key(row),
                UsageEventType.find(row.text("type")).orElseThrow(),
                row.time("time"),
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
                row.text("member_id"));
    }
}
