package dev.atelier.billing.meter;

import dev.atelier.platform.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;

/**
 * The sums of closed usage: by day and by month, of pools by day and along the day, and of teams along the day. What
 * transactions add is merged into all of them now and then.
 */
@ApplicationScoped
class DayTable {
    /** One statement sees one state of what waits, and it is that which it deletes. */
    private static final String MERGE = """
            WITH gone AS (
                DELETE FROM usage_delta
            ), added AS (
                SELECT day, account_id, member_id, sum(micros) AS micros, sum(idle) AS idle, sum(saved) AS saved
                FROM usage_delta_day GROUP BY day, account_id, member_id
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
            ), along AS (
                SELECT day, pool_id, micros, idle, saved FROM usage_quarters(true)
            ), quarters AS (
                INSERT INTO usage_pool_quarter AS d (day, pool_id, micros, idle, saved)
                SELECT day, pool_id, micros, idle, saved FROM along ORDER BY pool_id, day
                ON CONFLICT (pool_id, day) DO UPDATE SET {quarters}
            ), teams AS (
                INSERT INTO usage_team_quarter AS d
                    (day, component, instance_type, region, domain_id, team, micros, idle, saved)
                SELECT q.day, p.component, p.instance_type, p.region, p.domain_id, p.team,
                       sum_quarters(q.micros), sum_quarters(q.idle), sum_quarters(q.saved)
                FROM along q JOIN usage_pool p ON p.id = q.pool_id
                GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 5, 6, 3, 2, 4, 1
                ON CONFLICT (domain_id, team, instance_type, component, region, day) DO UPDATE SET {quarters}
            )
            INSERT INTO usage_month AS d (month, account_id, member_id, micros, idle, saved)
            SELECT date_trunc('month', day)::date, account_id, member_id, sum(micros), sum(idle), sum(saved)
            FROM added GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
            ON CONFLICT (month, account_id, member_id) DO UPDATE SET {sums}
            """.replace("{sums}", """
            micros = d.micros + excluded.micros, idle = d.idle + excluded.idle, saved = d.saved + excluded.saved""").replace("{quarters}", """
            micros = add_quarters(d.micros, excluded.micros), idle = add_quarters(d.idle, excluded.idle),
            saved = add_quarters(d.saved, excluded.saved)""");

    private final Database database;

    DayTable(Database database) {
        this.database = database;
    }

    /** Notes down what the current transaction changes. */
    void add(ClosedUsage change) {
        database.copy(
                "usage_delta (account_id, member_id, started_at, ended_at, quantity, part, parts, payer, payers, idle)",
                change.pieces(),
                piece -> List.of(
                        piece.accountId(),
                        piece.memberId(),
                        piece.start(),
                        piece.end(),
                        piece.quantity(),
                        piece.part(),
                        piece.parts(),
                        piece.payer(),
                        piece.payers(),
                        piece.idle()));
    }

    /**
     * Merges what was added, unless another replica is at it.
     *
     * @return whether it did
     */
    @Transactional
    boolean merge() {
        boolean mine = database.find(
                        "SELECT pg_try_advisory_xact_lock(hashtext('usage_delta')) AS mine", row -> row.flag("mine"))
                .orElseThrow();
        if (mine) {
            database.update(MERGE);
        }
        return mine;
    }

    /** Gives back the room of what was merged: whoever asks reads all of it. Not to be called in a transaction. */
    void tidy() {
        database.update("VACUUM (SKIP_LOCKED) usage_delta");
    }
}
