package dev.atelier.billing.report;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.page.PageRequest;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question about costs.
 *
 * @param start null: from the first usage that matches
 * @param end null: until now
 * @param period null: all of the time together
 * @param page which groups, or which resources when it is asked by resource; null: all
 */
public record CostQuery(
        @Nullable Instant start,
        @Nullable Instant end,
        List<GroupBy> groupBy,
        @Nullable Period period,
        CostFilter filter,
        @Nullable PageRequest page) {
    public CostQuery {
        groupBy = List.copyOf(groupBy);
        if (page != null && groupBy.isEmpty() && period == null) {
            throw AtelierException.invalid("pageSize", "is for costs by group");
        }
    }

    public CostQuery(
            @Nullable Instant start,
            @Nullable Instant end,
            List<GroupBy> groupBy,
            @Nullable Period period,
            CostFilter filter) {
        this(start, end, groupBy, period, filter, null);
    }

    public CostQuery(@Nullable Instant start, @Nullable Instant end, List<Grouping> groupBy, CostFilter filter) {
        this(start, end, List.copyOf(groupBy), null, filter);
    }
}
