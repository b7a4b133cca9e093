package dev.atelier.billing.estimate;

import dev.atelier.billing.budget.LaunchCheck;
import dev.atelier.billing.cost.Amount;
import java.util.List;

/**
 * Whether something may be launched.
 *
 * @param reason why not, in words that a person can act on; empty when it may
 * @param pricePerHour of all instances together
 * @param estimated whether the price is an estimate
 * @param checks everything that was looked at: the price, and what each budget says
 */
public record LaunchDecision(
        boolean allowed, String reason, Amount pricePerHour, boolean estimated, List<LaunchCheck> checks) {
    public LaunchDecision {
        checks = List.copyOf(checks);
    }
}
