package dev.atelier.billing.estimate;

import dev.atelier.billing.cost.Amount;

/**
 * Whether something may be launched.
 *
 * @param reason why not, in words that a person can act on; empty when it may
 * @param pricePerHour of all instances together
 * @param estimated whether the price is an estimate
 */
public record LaunchDecision(boolean allowed, String reason, Amount pricePerHour, boolean estimated) {}
