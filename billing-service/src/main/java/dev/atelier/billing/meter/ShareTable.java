package dev.atelier.billing.meter;

import dev.atelier.platform.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Who shared a resource when; only what differs is written. */
@ApplicationScoped
class ShareTable {
    private final Database database;

    ShareTable(Database database) {
        this.database = database;
    }

    List<UsageShare> ofResources(Long[] numbers) {
        return database.list(
                """
                SELECT r.resource_id, s.member_id, s.started_at, s.ended_at, s.part, s.parts, s.payer, s.payers, s.idle
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
                        row.integer("payer"),
                        row.integer("payers"),
                        row.flag("idle")),
                (Object) numbers);
    }

    /** Writes what is wanted and deletes what is not. */
    void write(Map<String, ResourceTable.Held> resources, Set<UsageShare> stored, List<UsageShare> wanted) {
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
                    stale.stream().map(share -> number(resources, share)).toArray(Long[]::new),
                    stale.stream().map(UsageShare::memberId).toArray(String[]::new),
                    stale.stream().map(UsageShare::start).toArray(Instant[]::new));
        }
        database.copy(
                "metered_share (resource_number, member_id, started_at, ended_at, part, parts, payer, payers, idle)",
                missing,
                share -> Arrays.asList(
                        number(resources, share),
                        share.memberId(),
                        share.start(),
                        share.end(),
                        share.part(),
                        share.parts(),
                        share.payer(),
                        share.payers(),
                        share.idle()));
    }

    private static long number(Map<String, ResourceTable.Held> resources, UsageShare share) {
        return Objects.requireNonNull(resources.get(share.resourceId())).number();
    }
}
