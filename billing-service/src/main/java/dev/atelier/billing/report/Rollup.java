package dev.atelier.billing.report;

import java.util.List;

/** Sums of closed usage that the ledger keeps; each answers alone what it is about. */
enum Rollup {
    /** By calendar month (UTC) and account. */
    MONTHS("usage_month", "month", "account"),
    /** By day (UTC) and account. */
    DAYS("usage_day", "day", "account"),
    /** By day (UTC) and what accounts of many users have in common. */
    POOL_DAYS("usage_pool_day", "day", "pool");

    private final String relation;
    private final String time;
    private final String owner;

    Rollup(String relation, String time, String owner) {
        this.relation = relation;
        this.time = time;
        this.owner = owner;
    }

    /** The smallest sums by day that know what is asked for. */
    static Rollup ofDays(List<GroupBy> groupBy, CostFilter filter) {
        return KnownSums.ofPools(groupBy, filter) ? POOL_DAYS : DAYS;
    }

    /** The rows to add up: those of everything, or with the parts of apps instead. */
    String rows(boolean byApp) {
        return relation + (byApp ? "_app" : "");
    }

    /** The column of the rows that says of which month, by its first day, or of which day they are. */
    String time() {
        return time;
    }

    /** The table of those whose usage it is. */
    String owners() {
        return "usage_" + owner;
    }

    /** The column of the rows that names one of them. */
    String owner() {
        return owner + "_id";
    }
}
