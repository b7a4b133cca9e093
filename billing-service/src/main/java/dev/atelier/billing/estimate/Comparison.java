package dev.atelier.billing.estimate;

import dev.atelier.billing.cost.Amount;
import dev.atelier.billing.price.book.InstanceSpec;
import java.time.Duration;
import java.util.List;

/**
 * Instance types that have enough, by currency, then cost.
 *
 * @param duration how long they would run
 */
public record Comparison(Duration duration, List<Option> options) {
    public Comparison {
        options = List.copyOf(options);
    }

    /**
     * One of them.
     *
     * @param pricePerHour of all instances together
     * @param estimated whether the price is an estimate
     */
    public record Option(InstanceSpec spec, Amount pricePerHour, Amount cost, boolean estimated) {}
}
