package dev.atelier.billing.estimate;

import dev.atelier.billing.cost.Amount;
import java.util.List;

/**
 * The cost of planned usage; the lines add up to the total.
 *
 * @param estimated whether the price of a line is an estimate
 */
public record Estimate(List<EstimatedLine> lines, Amount total, boolean estimated) {
    public Estimate {
        lines = List.copyOf(lines);
    }
}
