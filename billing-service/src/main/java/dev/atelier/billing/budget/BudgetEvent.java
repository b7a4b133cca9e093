package dev.atelier.billing.budget;

import java.time.Instant;

/**
 * One line of a budget's audit.
 *
 * @param actor who did it; {@code billing-service} when the budget itself did
 * @param action for example {@code created}, {@code override-granted}, {@code launch-refused}, {@code stopped}
 */
public record BudgetEvent(long id, String budgetId, Instant time, String actor, String action, String detail) {}
