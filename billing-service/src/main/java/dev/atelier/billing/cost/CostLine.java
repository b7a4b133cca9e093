package dev.atelier.billing.cost;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;

/**
 * Usage of one price.
 *
 * @param group the values by which it is grouped, in the order of the grouping
 * @param micros microseconds × instance count
 * @param running whether some of it still runs
 * @param estimated whether the price is an estimate
 */
public record CostLine(
        List<String> group,
        BigDecimal pricePerHour,
        String currency,
        BigInteger micros,
        boolean running,
        boolean estimated) {
    public CostLine {
        group = List.copyOf(group);
    }

    ExactCost cost() {
        return ExactCost.of(pricePerHour, micros);
    }
}
