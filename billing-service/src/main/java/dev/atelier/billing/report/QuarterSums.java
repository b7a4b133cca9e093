package dev.atelier.billing.report;

import java.util.Collections;
import java.util.List;
import java.util.function.ToIntFunction;

/** Usage of parts of days to the quarter of an hour, from the sums of pools along the day. */
final class QuarterSums {
    private static final String SUMS = """
            a.instance_type, a.component, a.region, u.run AS run, false AS running,
            {sign}u.micros AS micros, {sign}coalesce(u.idle, 0) AS idle, {sign}coalesce(u.saved, 0) AS saved
            FROM (
                SELECT q.pool_id, q.day, w.run, q.micros[w.until] - coalesce(q.micros[w.since], 0) AS micros,
                       q.idle[w.until] - coalesce(q.idle[w.since], 0) AS idle,
                       q.saved[w.until] - coalesce(q.saved[w.since], 0) AS saved
                FROM unnest(?::date[], ?::int4[], ?::int4[], ?::int4[]) AS w (day, since, until, run)
                JOIN usage_pool_quarter q ON q.day = w.day
                WHERE q.micros[w.until] <> coalesce(q.micros[w.since], 0)
            ) AS u JOIN usage_pool a ON a.id = u.pool_id
            WHERE true
            """;

    private QuarterSums() {}

    /**
     * The query of usage by group, type and run.
     *
     * @param sign "-" to take it away, else ""
     */
    static SqlText of(List<CostWindow.Quarters> parts, String sign, List<GroupBy> groupBy, CostFilter filter) {
        List<String> days = parts.stream().map(part -> part.day().toString()).toList();
        return UsageSums.groups(groupBy)
                .add(SUMS.replace("{sign}", sign), columns(parts))
                .add("AND u.day BETWEEN ?::date AND ?::date", Collections.min(days), Collections.max(days))
                .add(filter.onAccounts());
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
