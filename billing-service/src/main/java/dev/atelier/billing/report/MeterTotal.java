package dev.atelier.billing.report;

import dev.atelier.billing.cost.Amount;

/**
 * What runs, together, in one currency; meters whose price is not known are left out.
 *
 * @param costSoFar since the start of each
 * @param pricePerHour now
 * @param estimated whether a price of one of them is an estimate
 */
public record MeterTotal(Amount costSoFar, Amount pricePerHour, boolean estimated) {}
