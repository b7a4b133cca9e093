package dev.atelier.billing.report;

import dev.atelier.api.identity.Caller;
import dev.atelier.billing.price.Component;
import dev.atelier.platform.database.Database;
import dev.atelier.platform.database.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** How much of instances was in use at most, where their sources measured it. */
@ApplicationScoped
public class UsagePeaks {
    /** Events that measured something, met with the interval in which they lie; a reversed event counts no more. */
    private static final String PEAKS = """
            WITH peak AS MATERIALIZED (
                SELECT e.resource_number, e.time, e.peak_memory_bytes AS memory, e.peak_cpu_millis AS cpu, e.peak_seconds AS seconds
                FROM usage_event e
                WHERE e.peak_memory_bytes IS NOT NULL AND e.time > ? AND e.time <= ?
                  AND NOT EXISTS (SELECT FROM usage_event r
                                  WHERE r.resource_number = e.resource_number AND r.type = 'reversed'
                                    AND r.reverses_source = e.source AND r.reverses_id = e.id)
            ), met AS (
                SELECT i.resource_number, i.started_at, i.ended_at, i.account_id, k.memory, k.cpu,
                       least(k.seconds, extract(epoch FROM k.time - greatest(i.started_at, ?, lag(k.time) OVER (
                           PARTITION BY i.resource_number, i.started_at ORDER BY k.time)))) AS measured
                FROM metered_interval i
                LEFT JOIN peak k
                  ON k.resource_number = i.resource_number AND k.time > i.started_at AND k.time <= coalesce(i.ended_at, 'infinity')
                WHERE i.account_id IN (SELECT m.account_id FROM metered_interval m JOIN peak USING (resource_number))
                  AND i.started_at < ? AND coalesce(i.ended_at, 'infinity') > ?
            ), used AS (
                SELECT account_id, max(memory) AS memory, max(cpu) AS cpu, sum(measured) AS measured,
                       extract(epoch FROM least(ended_at, ?) - greatest(started_at, ?)) AS seconds
                FROM met GROUP BY resource_number, started_at, ended_at, account_id
            )
            SELECT a.domain_id, a.user_profile_name, a.component, a.instance_type, a.region, a.endpoint_name,
                   max(u.memory) AS memory, max(u.cpu) AS cpu, sum(u.seconds)::bigint AS seconds,
                   sum(u.measured)::bigint AS measured
            FROM used u JOIN usage_account a ON a.id = u.account_id
            WHERE true
            """;

    private final Database database;

    UsagePeaks(Database database) {
        this.database = database;
    }

    /**
     * The most that was in use at once on any instance of a group.
     *
     * @param memoryBytes of one instance
     * @param cpuMillis processor time per second of one instance, in thousandths of a vCPU
     * @param used how long instances of the group ran
     * @param measured for how much of that it is known: what sources say that they looked at or, where they do not say it, all
     *     until they last told
     */
    public record Peak(
            String domainId,
            String userProfileName,
            Component component,
            String instanceType,
            String region,
            String endpointName,
            long memoryBytes,
            int cpuMillis,
            Duration used,
            Duration measured) {}

    /** The peaks within a time of what the caller may see; groups of which nothing was measured have none. */
    public List<Peak> peaks(CostFilter filter, Instant start, Instant end, Caller caller) {
        SqlText sql = new SqlText()
                .add(PEAKS, start, end, start, end, start, end, start)
                .add(filter.visibleTo(caller).onAccounts())
                .add("GROUP BY 1, 2, 3, 4, 5, 6 HAVING max(u.memory) IS NOT NULL");
        return database.list(sql.toString(), UsagePeaks::peak, sql.parameters());
    }

    private static Peak peak(Row row) throws SQLException {
        return new Peak(
                row.text("domain_id"),
                row.text("user_profile_name"),
                Component.find(row.text("component")).orElseThrow(),
                row.text("instance_type"),
                row.text("region"),
                row.text("endpoint_name"),
                row.number("memory"),
                row.integer("cpu"),
                Duration.ofSeconds(row.number("seconds")),
                Duration.ofSeconds(row.number("measured")));
    }
}
