package dev.atelier.billing.budget;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.billing.cost.Amount;
import dev.atelier.billing.cost.ExactCost;
import dev.atelier.platform.database.Database;
import dev.atelier.platform.database.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Gives alerts, each once in a period: it is kept, logged, and queued for the budget's webhook. */
@ApplicationScoped
class Alerts {
    private static final Logger LOG = Logger.getLogger(Alerts.class);

    private final Database database;

    Alerts(Database database) {
        this.database = database;
    }

    /**
     * Gives an alert unless it was given in this period. The caller's transaction has locked the budget.
     *
     * @return whether it is new
     */
    boolean give(Budget budget, Alert.Kind kind, int threshold, Instant now, @Nullable Spent spent, String message) {
        Instant since = budget.period().alertsSince(now);
        boolean rolling = budget.period() instanceof Period.Rolling;
        boolean given = database.find("""
                        SELECT 1 AS found FROM budget_alert
                        WHERE budget_id = ? AND kind = ? AND threshold = ? AND period_start >= ? LIMIT 1
                        """, row -> row.integer("found"), budget.id(), kind.code(), threshold, since)
                .isPresent();
        if (given) {
            return false;
        }
        long id = database.find(
                        """
                        INSERT INTO budget_alert (budget_id, kind, threshold, period_start, created_at, spent, estimated,
                                                  amount, currency, message)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING alert_id
                        """,
                        row -> row.number("alert_id"),
                        budget.id(),
                        kind.code(),
                        threshold,
                        rolling ? now : since,
                        now,
                        spent == null ? null : spent.amount().value(),
                        spent != null && spent.estimated(),
                        budget.limit().value(),
                        budget.limit().currency(),
                        message)
                .orElseThrow();
        if (!budget.webhook().url().isEmpty()) {
            database.update("INSERT INTO webhook_delivery (alert_id, next_attempt_at) VALUES (?, ?)", id, now);
        }
        LOG.warnf(
                "event=budget-alert budget=%s kind=%s threshold=%d message=%s",
                budget.id(), kind.code(), threshold, message);
        return true;
    }

    /**
     * The newest first.
     *
     * @param budgetId empty: of all budgets
     * @param domainId with a user: only those of this profile's budgets
     */
    Page<Alert> list(String budgetId, @Nullable String domainId, @Nullable String user, PageRequest page) {
        String before = page.after();
        return Page.of(
                database.list(
                        """
                        SELECT a.* FROM budget_alert a JOIN budget b USING (budget_id)
                        WHERE a.alert_id < ? AND ? IN ('', a.budget_id)
                          AND (?::text IS NULL OR (scope_type = 'user' AND scope_domain_id = ? AND scope_name = ?))
                        ORDER BY a.alert_id DESC LIMIT ?
                        """,
                        Alerts::alert,
                        before == null ? Long.MAX_VALUE : position(before),
                        budgetId,
                        domainId,
                        domainId,
                        user,
                        page.limit()),
                page,
                alert -> String.valueOf(alert.id()));
    }

    static Alert alert(Row row) throws SQLException {
        BigDecimal spent = row.decimalOrNull("spent");
        String currency = row.text("currency");
        return new Alert(
                row.number("alert_id"),
                row.text("budget_id"),
                Alert.Kind.of(row.text("kind")),
                row.integer("threshold"),
                row.time("period_start"),
                row.time("created_at"),
                spent == null ? null : new Amount(ExactCost.plain(spent), currency),
                row.flag("estimated"),
                new Amount(ExactCost.plain(row.decimal("amount")), currency),
                row.text("message"));
    }

    static long position(String after) {
        try {
            return Long.parseLong(after);
        } catch (NumberFormatException _) {
            throw AtelierException.invalid("pageToken", "is not a token of this list");
        }
    }
}
