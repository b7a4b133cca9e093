package dev.atelier.billing.budget.rest;

import dev.atelier.billing.budget.Alert;
import dev.atelier.platform.json.MoneyJson;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a budget has to tell. */
@RegisterForReflection
@Schema(name = "Alert")
record AlertJson(
        String alertId,
        String budgetId,

        @Schema(description = "threshold, shut-down, or unknown-price.")
        String kind,

        @Schema(description = "The percent that was reached; absent for other kinds.") @Nullable
        Integer threshold,

        Instant periodStart,
        Instant time,

        @Schema(description = "Absent when some of the usage has no price.") @Nullable
        MoneyJson spent,

        @Schema(description = "Some of what is spent was priced with an estimate.")
        boolean estimated,

        MoneyJson limit,
        String message) {
    static AlertJson of(Alert alert) {
        return new AlertJson(
                "alert-" + alert.id(),
                alert.budgetId(),
                alert.kind().code(),
                alert.threshold() == 0 ? null : alert.threshold(),
                alert.periodStart(),
                alert.time(),
                alert.spent() == null ? null : BudgetJson.money(alert.spent()),
                alert.estimated(),
                BudgetJson.money(alert.limit()),
                alert.message());
    }
}
