package dev.atelier.billing.report;

import dev.atelier.billing.cost.CostTable;
import java.time.Instant;
import java.util.List;

/**
 * An answer about costs.
 *
 * @param groupBy what the values of each row's group mean, in order
 */
public record CostReport(Instant start, Instant end, List<GroupBy> groupBy, CostTable costs) {
    public CostReport {
        groupBy = List.copyOf(groupBy);
    }
}
