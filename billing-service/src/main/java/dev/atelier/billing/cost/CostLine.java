package dev.atelier.billing.cost;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;

/**
 * Usage of one price.
 *
 * @param group the values by which it is grouped, in the order of the grouping
 * @param price of an hour, or of a GB-month of storage
 * @param storage whether it is storage
 * @param measure how much it is
 * @param running whether some of it still runs
 * @param estimated whether the price is an estimate
 */
public record CostLine(
        List<String> group,
        BigDecimal price,
        String currency,
        boolean storage,
        Measure measure,
        boolean running,
        boolean estimated) {
    public CostLine {
        group = List.copyOf(group);
    }

    /**
     * Microseconds × instance count, or microseconds × bytes of storage.
     *
     * @param micros all of it
     * @param idle the part in which it was known that nothing was busy
     * @param saved what apps would have used besides, had each had an instance of its own
     */
    public record Measure(BigInteger micros, BigInteger idle, BigInteger saved) {
        public static Measure of(BigInteger micros) {
            return new Measure(micros, BigInteger.ZERO, BigInteger.ZERO);
        }
    }

    ExactCost cost() {
        return cost(measure.micros());
    }

    ExactCost idleCost() {
        return cost(measure.idle());
    }

    ExactCost sharingSaved() {
        return cost(measure.saved());
    }

    private ExactCost cost(BigInteger micros) {
        return storage ? ExactCost.ofStorage(price, micros) : ExactCost.of(price, micros);
    }
}
