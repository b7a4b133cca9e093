package dev.atelier.billing.meter;

import dev.atelier.platform.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The sums of closed usage by day; what transactions add is merged into them now and then. */
@ApplicationScoped
class DayTable {
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
            database.update("""
                    WITH gone AS (DELETE FROM usage_delta RETURNING day, account_id, member_id, micros, idle, saved)
                    INSERT INTO usage_day AS d (day, account_id, member_id, micros, idle, saved)
                    SELECT day, account_id, member_id, sum(micros), sum(idle), sum(saved)
                    FROM gone GROUP BY day, account_id, member_id ORDER BY day, account_id, member_id
                    ON CONFLICT (day, account_id, member_id) DO UPDATE
                    SET micros = d.micros + excluded.micros, idle = d.idle + excluded.idle, saved = d.saved + excluded.saved
                    """);
        }
    }
}
