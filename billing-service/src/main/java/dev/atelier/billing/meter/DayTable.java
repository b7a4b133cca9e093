package dev.atelier.billing.meter;

import dev.atelier.platform.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The sums of closed usage by day, by month, and by day of pools; what transactions add is merged into all of them now and
 * then.
 */
@ApplicationScoped
class DayTable {
    private static final String MERGE = """
            WITH gone AS (
                DELETE FROM usage_delta RETURNING day, account_id, member_id, micros, idle, saved
            ), added AS (
                SELECT day, account_id, member_id, sum(micros) AS micros, sum(idle) AS idle, sum(saved) AS saved
                FROM gone GROUP BY day, account_id, member_id
            ), days AS (
                INSERT INTO usage_day AS d (day, account_id, member_id, micros, idle, saved)
                SELECT day, account_id, member_id, micros, idle, saved FROM added ORDER BY account_id, day, member_id
                ON CONFLICT (account_id, day, member_id) DO UPDATE SET {sums}
            ), pools AS (
                INSERT INTO usage_pool_day AS d (day, pool_id, member_id, micros, idle, saved)
                SELECT g.day, a.pool_id, g.member_id, sum(g.micros), sum(g.idle), sum(g.saved)
                FROM added g JOIN usage_account a ON a.id = g.account_id
                GROUP BY g.day, a.pool_id, g.member_id ORDER BY a.pool_id, g.day, g.member_id
                ON CONFLICT (pool_id, day, member_id) DO UPDATE SET {sums}
            )
            INSERT INTO usage_month AS d (month, account_id, member_id, micros, idle, saved)
            SELECT date_trunc('month', day)::date, account_id, member_id, sum(micros), sum(idle), sum(saved)
            FROM added GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
            ON CONFLICT (month, account_id, member_id) DO UPDATE SET {sums}
            """.replace("{sums}", """
            micros = d.micros + excluded.micros, idle = d.idle + excluded.idle, saved = d.saved + excluded.saved""");

    private final Database database;

    DayTable(Database database) {
        this.database = database;
    }

    /** Notes down what the current transaction changes. */
    void add(DayUsage change) {
        Collection<Map.Entry<DayUsage.Key, DayUsage.Sums>> rows = change.sums().entrySet();
        database.copy(
                "usage_delta (day, account_id, member_id, micros, idle, saved)",
                rows,
                row -> List.of(
                        row.getKey().day().toString(),
                        row.getKey().accountId(),
                        row.getKey().memberId(),
                        row.getValue().micros(),
                        row.getValue().idle(),
                        row.getValue().saved()));
    }

    /** Merges what was added, unless another replica is at it. */
    @Transactional
    void merge() {
        boolean mine = database.find(
                        "SELECT pg_try_advisory_xact_lock(hashtext('usage_delta')) AS mine", row -> row.flag("mine"))
                .orElseThrow();
        if (mine) {
            database.update(MERGE);
        }
    }
}
