package dev.atelier.billing.planning;

import dev.atelier.billing.cost.Amount;
import java.time.Instant;
import java.util.List;

/**
 * What is wasted in a time, and what is not.
 *
 * @param advice by saving, the largest first
 * @param idleCost what was known to be idle, per currency
 * @param sharingSaved what apps that shared instances would have cost besides, had each had one of its own
 * @param estimated whether some of the usage was priced with an estimate
 */
public record AdviceReport(
        Instant start,
        Instant end,
        List<Advice> advice,
        List<Amount> idleCost,
        List<Amount> sharingSaved,
        boolean estimated) {
    public AdviceReport {
        advice = List.copyOf(advice);
        idleCost = List.copyOf(idleCost);
        sharingSaved = List.copyOf(sharingSaved);
    }
}
