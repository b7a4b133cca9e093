package dev.atelier.billing.report;

import dev.atelier.billing.cost.Amount;
import org.jspecify.annotations.Nullable;

/**
 * What a single thing has cost.
 *
 * @param costSoFar null when nothing was metered, a price is not known, or there are several currencies
 * @param pricePerHour of what runs now; null when nothing does, or its price is not known
 * @param estimated whether a price in it is an estimate
 */
public record ResourceCost(
        @Nullable Amount costSoFar, @Nullable Amount pricePerHour, boolean estimated) {
    static final ResourceCost UNKNOWN = new ResourceCost(null, null, false);
}
