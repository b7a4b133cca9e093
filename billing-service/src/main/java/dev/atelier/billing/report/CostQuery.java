package dev.atelier.billing.report;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question about costs.
 *
 * @param start null: from the first usage that matches
 * @param end null: until now
 * @param period null: all of the time together
 */
public record CostQuery(
        @Nullable Instant start,
        @Nullable Instant end,
        List<GroupBy> groupBy,
        @Nullable Period period,
        CostFilter filter) {
    public CostQuery {
        groupBy = List.copyOf(groupBy);
    }

    public CostQuery(@Nullable Instant start, @Nullable Instant end, List<Grouping> groupBy, CostFilter filter) {
        this(start, end, List.copyOf(groupBy), null, filter);
    }
}
