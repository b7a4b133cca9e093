package dev.atelier.billing.report;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question about costs.
 *
 * @param start null: from the first usage that matches
 * @param end null: until now
 */
public record CostQuery(@Nullable Instant start, @Nullable Instant end, List<Grouping> groupBy, CostFilter filter) {
    public CostQuery {
        groupBy = List.copyOf(groupBy);
    }
}
