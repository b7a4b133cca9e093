package dev.atelier.billing.estimate;

import dev.atelier.billing.cost.Amount;
import java.util.List;

/** The cost of planned usage; the lines add up to the total. */
public record Estimate(List<EstimatedLine> lines, Amount total) {
    public Estimate {
        lines = List.copyOf(lines);
    }
}
