package dev.atelier.billing.estimate;

import dev.atelier.billing.cost.ExactCost;
import dev.atelier.billing.cost.Micros;
import dev.atelier.billing.price.Component;
import dev.atelier.billing.price.Price;
import dev.atelier.billing.price.PriceKey;
import java.math.BigInteger;
import java.time.Duration;

/**
 * Planned usage: a number of instances for a time, or bytes stored for a time.
 *
 * @param storageBytes 0 but for storage
 */
public record EstimateLine(PriceKey key, int instanceCount, Duration duration, long storageBytes) {
    private static final Duration HOUR = Duration.ofHours(1);

    /** What it costs. */
    ExactCost cost(Price price) {
        return cost(price, duration);
    }

    /** What an hour of it costs, all instances or bytes together. */
    ExactCost perHour(Price price) {
        return cost(price, HOUR);
    }

    private ExactCost cost(Price price, Duration time) {
        boolean storage = key.component() == Component.STORAGE;
        BigInteger micros = BigInteger.valueOf(Micros.of(time))
                .multiply(BigInteger.valueOf(storage ? storageBytes : instanceCount));
        return storage ? ExactCost.ofStorage(price.perHour(), micros) : ExactCost.of(price.perHour(), micros);
    }
}
