package dev.atelier.billing.budget;

import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.billing.cost.Amount;
import dev.atelier.billing.cost.ExactCost;
import dev.atelier.billing.meter.Owner;
import dev.atelier.platform.database.Database;
import dev.atelier.platform.database.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Budgets and what was done with them. */
@ApplicationScoped
class BudgetTable {
    private final Database database;

    BudgetTable(Database database) {
        this.database = database;
    }

    Optional<Budget> find(String id) {
        return database.find("SELECT * FROM budget WHERE budget_id = ?", BudgetTable::budget, id);
    }

    /** The same, kept from everybody else until the transaction ends. */
    Optional<Budget> lock(String id) {
        return database.find("SELECT * FROM budget WHERE budget_id = ? FOR UPDATE", BudgetTable::budget, id);
    }

    List<String> ids() {
        return database.list("SELECT budget_id FROM budget ORDER BY budget_id", row -> row.text("budget_id"));
    }

    /**
     * One page, by id.
     *
     * @param domainId with a user: only the budgets of this profile
     */
    Page<Budget> list(@Nullable String domainId, @Nullable String user, PageRequest page) {
        return Page.of(
                database.list(
                        """
                        SELECT * FROM budget
                        WHERE budget_id > ?
                          AND (?::text IS NULL OR (scope_type = 'user' AND scope_domain_id = ? AND scope_name = ?))
                        ORDER BY budget_id LIMIT ?
                        """,
                        BudgetTable::budget,
                        Objects.requireNonNullElse(page.after(), ""),
                        domainId,
                        domainId,
                        user,
                        page.limit()),
                page,
                Budget::id);
    }

    /** All budgets that count usage of this owner. */
    List<Budget> covering(Owner owner) {
        return database
                .list(
                        """
                        SELECT * FROM budget
                        WHERE scope_type IN ('installation', 'tag')
                           OR (scope_type = 'domain' AND scope_domain_id = ?)
                           OR (scope_type = 'user' AND scope_domain_id = ? AND scope_name = ?)
                           OR (scope_type = 'team' AND scope_name = ?)
                           OR (scope_type = 'project' AND scope_name = ?)
                        ORDER BY budget_id
                        """,
                        BudgetTable::budget,
                        owner.domainId(),
                        owner.domainId(),
                        owner.userProfileName(),
                        owner.team(),
                        owner.project())
                .stream()
                .filter(budget -> budget.scope().covers(owner))
                .toList();
    }

    void put(Budget budget) {
        Period period = budget.period();
        database.update(
                """
                INSERT INTO budget (budget_id, name, scope_type, scope_domain_id, scope_name, scope_value, amount, currency,
                                    rolling_days, time_zone, thresholds, enforcement, grace_seconds, max_instances,
                                    webhook_url, webhook_secret, created_at, created_by)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (budget_id) DO UPDATE
                SET (name, scope_type, scope_domain_id, scope_name, scope_value, amount, currency, rolling_days, time_zone,
                     thresholds, enforcement, grace_seconds, max_instances, webhook_url, webhook_secret)
                  = (excluded.name, excluded.scope_type, excluded.scope_domain_id, excluded.scope_name,
                     excluded.scope_value, excluded.amount, excluded.currency, excluded.rolling_days, excluded.time_zone,
                     excluded.thresholds, excluded.enforcement, excluded.grace_seconds, excluded.max_instances,
                     excluded.webhook_url, excluded.webhook_secret)
                """,
                budget.id(),
                budget.name(),
                budget.scope().type(),
                budget.scope().domain(),
                budget.scope().name(),
                budget.scope().value(),
                budget.limit().value(),
                budget.limit().currency(),
                period instanceof Period.Rolling(int days) ? days : 0,
                period instanceof Period.Month(ZoneId zone) ? zone.getId() : "",
                budget.thresholds().stream().map(String::valueOf).collect(Collectors.joining(",")),
                budget.enforcement().code(),
                budget.grace().toSeconds(),
                budget.maxInstances(),
                budget.webhook().url(),
                budget.webhook().secret(),
                budget.createdAt(),
                budget.createdBy());
    }

    boolean delete(String id) {
        return database.update("DELETE FROM budget WHERE budget_id = ?", id) == 1;
    }

    void override(String id, @Nullable Instant until) {
        database.update("UPDATE budget SET override_until = ? WHERE budget_id = ?", until, id);
    }

    void exceeded(String id, @Nullable Instant since) {
        database.update("UPDATE budget SET exceeded_at = ? WHERE budget_id = ?", since, id);
    }

    void audit(String id, Instant time, String actor, String action, String detail) {
        database.update(
                "INSERT INTO budget_event (budget_id, time, actor, action, detail) VALUES (?, ?, ?, ?, ?)",
                id,
                time,
                actor,
                action,
                detail);
    }

    /** Whether the same was written down since a moment. */
    boolean audited(String id, Instant since, String action, String detail) {
        return database.find("""
                        SELECT 1 AS found FROM budget_event
                        WHERE budget_id = ? AND time > ? AND action = ? AND detail = ? LIMIT 1
                        """, row -> row.integer("found"), id, since, action, detail)
                .isPresent();
    }

    /** The newest first. */
    Page<BudgetEvent> events(String id, PageRequest page) {
        String before = page.after();
        return Page.of(
                database.list(
                        """
                        SELECT * FROM budget_event WHERE budget_id = ? AND event_id < ?
                        ORDER BY event_id DESC LIMIT ?
                        """,
                        row -> new BudgetEvent(
                                row.number("event_id"),
                                row.text("budget_id"),
                                row.time("time"),
                                row.text("actor"),
                                row.text("action"),
                                row.text("detail")),
                        id,
                        before == null ? Long.MAX_VALUE : Alerts.position(before),
                        page.limit()),
                page,
                event -> String.valueOf(event.id()));
    }

    private static Budget budget(Row row) throws SQLException {
        int days = row.integer("rolling_days");
        return new Budget(
                row.text("budget_id"),
                row.text("name"),
                Scope.of(
                                row.text("scope_type"),
                                row.text("scope_domain_id"),
                                row.text("scope_name"),
                                row.text("scope_value"))
                        .orElseThrow(),
                new Amount(ExactCost.plain(row.decimal("amount")), row.text("currency")),
                days > 0 ? new Period.Rolling(days) : new Period.Month(ZoneId.of(row.text("time_zone"))),
                Stream.of(row.text("thresholds").split(",", -1))
                        .map(Integer::valueOf)
                        .toList(),
                Enforcement.find(row.text("enforcement")).orElseThrow(),
                Duration.ofSeconds(row.number("grace_seconds")),
                row.integer("max_instances"),
                new Webhook(row.text("webhook_url"), row.text("webhook_secret")),
                row.time("created_at"),
                row.text("created_by"),
                row.timeOrNull("override_until"),
                row.timeOrNull("exceeded_at"));
    }
}
