package dev.atelier.billing.report;

import dev.atelier.billing.cost.CostTable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer about costs.
 *
 * @param groupBy what the values of each row's group mean, in order
 * @param nextPageToken what to ask for further groups with; null when these are all
 */
public record CostReport(
        Instant start,
        Instant end,
        List<GroupBy> groupBy,
        CostTable costs,
        @Nullable String nextPageToken) {
    public CostReport {
        groupBy = List.copyOf(groupBy);
    }
}
