package dev.atelier.billing.cost;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/**
 * The cost of one group in one currency.
 *
 * @param usage billed instance time: time × instance count; storage has none
 * @param gbMonths stored GB-months, as they are shown
 * @param idleCost the part of the cost in which it was known that nothing was busy
 * @param sharingSaved what apps would have cost besides, had each had an instance of its own
 * @param running whether some of it still runs
 * @param estimated whether some of it was priced with an estimate
 */
public record CostRow(
        List<String> group,
        Amount cost,
        Duration usage,
        BigDecimal gbMonths,
        Amount idleCost,
        Amount sharingSaved,
        boolean running,
        boolean estimated) {}
