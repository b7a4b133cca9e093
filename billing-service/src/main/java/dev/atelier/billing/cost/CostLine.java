package dev.atelier.billing.cost;

import java.math.BigInteger;
import java.util.List;

/**
 * Usage and what it cost.
 *
 * @param group the values by which it is grouped, in the order of the grouping
 * @param storage whether it is storage
 * @param micros microseconds × instance count, or microseconds × bytes of storage
 * @param idleCost of the part in which it was known that nothing was busy
 * @param sharingSaved what apps would have cost besides, had each had an instance of its own
 * @param running whether some of it still runs
 * @param estimated whether a price is an estimate
 */
public record CostLine(
        List<String> group,
        String currency,
        boolean storage,
        BigInteger micros,
        ExactCost cost,
        ExactCost idleCost,
        ExactCost sharingSaved,
        boolean running,
        boolean estimated) {
    public CostLine {
        group = List.copyOf(group);
    }
}
