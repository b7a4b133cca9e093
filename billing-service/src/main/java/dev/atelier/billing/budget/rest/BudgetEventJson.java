package dev.atelier.billing.budget.rest;

import dev.atelier.billing.budget.BudgetEvent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** One line of a budget's audit. */
@RegisterForReflection
@Schema(name = "BudgetEvent")
record BudgetEventJson(
        Instant time,
        String actor,

        @Schema(
                description =
                        "created, changed, deleted, override-granted, override-revoked, launch-refused, stopped, or "
                                + "stop-failed.")
        String action,

        String detail) {
    static BudgetEventJson of(BudgetEvent event) {
        return new BudgetEventJson(event.time(), event.actor(), event.action(), event.detail());
    }
}
