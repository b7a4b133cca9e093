package dev.atelier.billing.report;

import java.util.List;

/** Which sums know enough to answer a question. */
enum KnownSums {
    /** None: single resources are only known to their intervals. */
    NONE,
    /** Those by month and day. */
    DAYS,
    /** Those, and parts of a day to the quarter of an hour. */
    QUARTERS;

    static KnownSums of(List<GroupBy> groupBy, CostFilter filter) {
        if (groupBy.contains(Grouping.RESOURCE) || !filter.resourceId().isEmpty()) {
            return NONE;
        }
        return ofPools(groupBy, filter) && !groupBy.contains(Grouping.APP) ? QUARTERS : DAYS;
    }

    /** Whether the sums of what accounts have in common know what is asked for. */
    static boolean ofPools(List<GroupBy> groupBy, CostFilter filter) {
        return filter.ofPools() && groupBy.stream().allMatch(GroupBy::ofPools);
    }

    /** Whether the sums of teams know what is asked for. */
    static boolean ofTeams(List<GroupBy> groupBy, CostFilter filter) {
        return filter.ofTeams() && groupBy.stream().allMatch(GroupBy::ofTeams);
    }
}
