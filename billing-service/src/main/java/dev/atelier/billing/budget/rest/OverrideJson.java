package dev.atelier.billing.budget.rest;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A time in which a budget is not enforced. */
@RegisterForReflection
@Schema(name = "BudgetOverrideRequest")
record OverrideJson(
        @Schema(description = "At most 31 days from now; absent: enforce it again at once.") @Nullable
        Instant until,

        @Schema(description = "Why, for the audit.", required = true) @Nullable
        String reason) {}
