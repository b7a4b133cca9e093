package dev.atelier.billing.cost;

import java.time.Duration;
import java.util.List;

/**
 * The cost of one group in one currency.
 *
 * @param usage billed instance time: time × instance count
 * @param running whether some of it still runs
 * @param estimated whether some of it was priced with an estimate
 */
public record CostRow(List<String> group, Amount cost, Duration usage, boolean running, boolean estimated) {}
