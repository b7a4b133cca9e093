package dev.atelier.billing.budget;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A budget and how much of it is used.
 *
 * @param spent null when some of the usage has no price
 */
public record BudgetStatus(
        Budget budget, Instant periodStart, @Nullable Spent spent) {}
