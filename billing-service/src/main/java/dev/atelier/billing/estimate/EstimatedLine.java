package dev.atelier.billing.estimate;

import dev.atelier.billing.cost.Amount;

/**
 * Planned usage with its cost.
 *
 * @param pricePerHour of all instances together
 * @param estimated whether the price is an estimate
 */
public record EstimatedLine(EstimateLine line, Amount pricePerHour, Amount cost, boolean estimated) {}
