package dev.atelier.billing.price;

import dev.atelier.billing.cost.Amount;
import dev.atelier.billing.cost.ExactCost;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * What an hour of one instance costs from a moment on, until the next price of the same key.
 *
 * @param currency ISO 4217
 * @param estimated whether the figure is derived, not published
 * @param source where the figure comes from
 * @param book the price book that it was imported with
 */
public record Price(
        PriceKey key,
        BigDecimal perHour,
        String currency,
        Instant validFrom,
        boolean estimated,
        String source,
        String book) {
    /** The price of what {@link PriceKey#free} says is free. */
    static Price free(PriceKey key) {
        return new Price(key, BigDecimal.ZERO, "USD", Instant.EPOCH, false, "free by rule", "rule");
    }

    /** What an hour costs, as it is shown. */
    public Amount amount() {
        return new Amount(ExactCost.plain(perHour), currency);
    }
}
