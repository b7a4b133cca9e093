package dev.atelier.billing.budget.rest;

import dev.atelier.billing.budget.Budget;
import dev.atelier.billing.budget.BudgetStatus;
import dev.atelier.billing.budget.Period;
import dev.atelier.billing.budget.Spent;
import dev.atelier.billing.cost.Amount;
import dev.atelier.platform.json.MoneyJson;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A budget and how much of it is used. */
@RegisterForReflection
@Schema(name = "Budget")
record BudgetJson(
        String budgetId,
        String name,
        ScopeJson scope,
        MoneyJson limit,

        @Schema(description = "Absent for calendar months.") @Nullable
        Integer rollingDays,

        @Schema(description = "Absent for rolling days.") @Nullable
        String timeZone,

        List<Integer> thresholds,
        String enforcement,
        Duration grace,

        @Schema(description = "Absent when any number may run.") @Nullable
        Integer maxInstances,

        @Schema(description = "Absent when alerts are sent nowhere.") @Nullable
        String webhookUrl,

        Instant creationTime,
        String createdBy,

        @Schema(description = "Until when it is not enforced.") @Nullable
        Instant overrideUntil,

        @Schema(description = "Where the period of now began.")
        Instant periodStart,

        @Schema(description = "Absent when some of the usage has no price.") @Nullable
        MoneyJson spent,

        @Schema(description = "Some of it was priced with an estimate.")
        boolean estimated) {
    static BudgetJson of(BudgetStatus status) {
        Budget budget = status.budget();
        Spent spent = status.spent();
        return new BudgetJson(
                budget.id(),
                budget.name(),
                ScopeJson.of(budget.scope()),
                money(budget.limit()),
                budget.period() instanceof Period.Rolling(int days) ? days : null,
                budget.period() instanceof Period.Month month ? month.zone().getId() : null,
                budget.thresholds(),
                budget.enforcement().code(),
                budget.grace(),
                budget.maxInstances() == 0 ? null : budget.maxInstances(),
                ScopeJson.absent(budget.webhook().url()),
                budget.createdAt(),
                budget.createdBy(),
                budget.overrideUntil(),
                status.periodStart(),
                spent == null ? null : money(spent.amount()),
                spent != null && spent.estimated());
    }

    static MoneyJson money(Amount amount) {
        return MoneyJson.of(amount.value(), amount.currency());
    }
}
