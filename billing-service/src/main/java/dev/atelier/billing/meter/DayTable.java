package dev.atelier.billing.meter;

import dev.atelier.platform.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The sums of closed usage by day; what transactions add is merged into them now and then. */
@ApplicationScoped
class DayTable {
    private final Database database;

    DayTable(Database database) {
        this.database = database;
    }

    /** Notes down what the current transaction changes. */
    void add(DayUsage change) {
        List<Map.Entry<DayUsage.Key, DayUsage.Sums>> rows =
                new ArrayList<>(change.sums().entrySet());
        if (rows.isEmpty()) {
            return;
        }
        database.update(
                """
                INSERT INTO usage_delta (day, account_id, micros, idle, saved)
                SELECT day::date, account_id, micros::numeric, idle::numeric, saved::numeric
                FROM unnest(?::text[], ?::int8[], ?::text[], ?::text[], ?::text[])
                  AS t (day, account_id, micros, idle, saved)
                """,
                rows.stream().map(row -> row.getKey().day().toString()).toArray(String[]::new),
                rows.stream().map(row -> row.getKey().accountId()).toArray(Long[]::new),
                texts(rows, DayUsage.Sums::micros),
                texts(rows, DayUsage.Sums::idle),
                texts(rows, DayUsage.Sums::saved));
    }

    /** Merges what was added, unless another replica is at it. */
    @Transactional
    void merge() {
        boolean mine = database.find(
                        "SELECT pg_try_advisory_xact_lock(hashtext('usage_delta')) AS mine", row -> row.flag("mine"))
                .orElseThrow();
        if (mine) {
            database.update("""
                    WITH gone AS (DELETE FROM usage_delta RETURNING day, account_id, micros, idle, saved)
                    INSERT INTO usage_day AS d (day, account_id, micros, idle, saved)
                    SELECT day, account_id, sum(micros), sum(idle), sum(saved)
                    FROM gone GROUP BY day, account_id ORDER BY day, account_id
                    ON CONFLICT (day, account_id) DO UPDATE
                    SET micros = d.micros + excluded.micros, idle = d.idle + excluded.idle, saved = d.saved + excluded.saved
                    """);
        }
    }

    private static String[] texts(
            List<Map.Entry<DayUsage.Key, DayUsage.Sums>> rows, Function<DayUsage.Sums, BigInteger> field) {
        return rows.stream().map(row -> field.apply(row.getValue()).toString()).toArray(String[]::new);
    }
}
