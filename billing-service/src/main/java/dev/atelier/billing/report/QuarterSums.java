package dev.atelier.billing.report;

import java.util.Collections;
import java.util.List;
import java.util.function.ToIntFunction;

/** Usage of parts of days to the quarter of an hour, from the sums along the day: those of teams where they know enough. */
final class QuarterSums {
    /** An OFFSET keeps the planner from looking elements up again for each use of their difference. */
    private static final String SUMS = """
            a.price_key, a.run AS run, false AS running,
            {sign}a.micros AS micros, {sign}a.idle AS idle, {sign}a.saved AS saved
            FROM (
                SELECT {owner}, w.run, {micros} AS micros,
                       {q}.idle[w.until] - coalesce({q}.idle[w.since], 0) AS idle,
                       {q}.saved[w.until] - coalesce({q}.saved[w.since], 0) AS saved
                FROM unnest(?::date[], ?::int4[], ?::int4[], ?::int4[]) AS w (day, since, until, run)
                JOIN {rows}
            """;

    private static final String USED = "OFFSET 0) AS a WHERE a.micros <> 0";

    private static final String MICROS = "{q}.micros[w.until] - coalesce({q}.micros[w.since], 0)";

    /** Whole numbers of one size are found where they are; decimals are counted up to. Only storage has no others. */
    private static final String TIMES =
            "coalesce({q}.times[w.until] - coalesce({q}.times[w.since], 0), " + MICROS + ")";

    /** Leaves out most hours in which a team used nothing, before any decimal is made of them. */
    private static final String SOME_TIME = "AND a.times[w.until] IS DISTINCT FROM coalesce(a.times[w.since], 0)";

    private static final String TEAMS = of(
            TIMES,
            "usage_team_quarter a ON a.day = w.day",
            "a",
            "a.price_key, a.component, a.instance_type, a.region, a.domain_id, a.team");

    private static final String POOLS = of(
            MICROS,
            "usage_pool_quarter q ON q.day = w.day JOIN usage_pool a ON a.id = q.pool_id",
            "q",
            "a.price_key, a.component, a.instance_type, a.region, a.domain_id, a.team, a.project, a.tags");

    private QuarterSums() {}

    private static String of(String micros, String rows, String sums, String owner) {
        return SUMS.replace("{micros}", micros)
                .replace("{rows}", rows)
                .replace("{q}", sums)
                .replace("{owner}", owner);
    }

    /**
     * The query of usage by group, type and run.
     *
     * @param sign "-" to take it away, else ""
     */
    static SqlText of(List<CostWindow.Quarters> parts, String sign, List<GroupBy> groupBy, CostFilter filter) {
        List<String> days = parts.stream().map(part -> part.day().toString()).toList();
        boolean ofTeams = KnownSums.ofTeams(groupBy, filter);
        return UsageSums.groups(groupBy)
                .add((ofTeams ? TEAMS : POOLS).replace("{sign}", sign), columns(parts))
                .add(
                        "WHERE " + (ofTeams ? "a" : "q") + ".day BETWEEN ?::date AND ?::date",
                        Collections.min(days),
                        Collections.max(days))
                .add(ofTeams ? SOME_TIME : "")
                .add(filter.onAccounts())
                .add(USED);
    }

    /** Days, first and last quarters, and runs, as arrays. */
    static Object[] columns(List<CostWindow.Quarters> parts) {
        return new Object[] {
            parts.stream().map(part -> part.day().toString()).toArray(String[]::new),
            numbers(parts, CostWindow.Quarters::from),
            numbers(parts, CostWindow.Quarters::to),
            numbers(parts, part -> part.run() + 1)
        };
    }

    private static Integer[] numbers(List<CostWindow.Quarters> parts, ToIntFunction<CostWindow.Quarters> field) {
        return parts.stream().mapToInt(field).boxed().toArray(Integer[]::new);
    }
}
