package dev.atelier.billing.report;

import java.util.Collections;
import java.util.List;
import java.util.function.ToIntFunction;

/** Usage of parts of days to the quarter of an hour, from the sums of pools along the day and from what waits to be merged. */
final class QuarterSums {
    private static final String PARTS =
            "unnest(?::date[], ?::int4[], ?::int4[], ?::int4[]) AS w (day, since, until, run)";

    private static final String SUMS = """
            a.instance_type, a.component, a.region, u.run AS run, false AS running,
            {sign}sum(u.micros) AS micros, {sign}coalesce(sum(u.idle), 0) AS idle, {sign}coalesce(sum(u.saved), 0) AS saved
            FROM (
                SELECT q.pool_id, w.run, q.micros[w.until] - coalesce(q.micros[w.since], 0) AS micros,
                       q.idle[w.until] - coalesce(q.idle[w.since], 0) AS idle,
                       q.saved[w.until] - coalesce(q.saved[w.since], 0) AS saved
                FROM {parts} JOIN usage_pool_quarter q ON q.day = w.day
                WHERE q.day BETWEEN ?::date AND ?::date AND q.micros[w.until] <> coalesce(q.micros[w.since], 0)
                UNION ALL
                SELECT a.pool_id, w.run, t.micros * d.quantity::numeric,
                       CASE WHEN d.idle THEN t.micros * d.quantity::numeric END, t.micros * d.quantity::numeric * (d.parts - 1)
                FROM usage_delta d
                JOIN usage_account a ON a.id = d.account_id
                CROSS JOIN LATERAL generate_series(
                    date_trunc('day', d.started_at, 'UTC'), d.ended_at - interval '1 microsecond', interval '24 hours') AS m (at)
                JOIN {parts} ON w.day = (m.at AT TIME ZONE 'UTC')::date
                CROSS JOIN LATERAL (
                    SELECT round(date_part('epoch', least(d.ended_at, m.at + w.until * interval '15 minutes')
                                 - greatest(d.started_at, m.at + w.since * interval '15 minutes')) * 1000000)::bigint AS micros) AS t
                WHERE d.part = 0 AND t.micros > 0
            ) AS u JOIN usage_pool a ON a.id = u.pool_id
            WHERE true
            """.replace("{parts}", PARTS);

    private QuarterSums() {}

    /**
     * The query of usage by group, type and run.
     *
     * @param sign "-" to take it away, else ""
     */
    static SqlText of(List<CostWindow.Quarters> parts, String sign, List<GroupBy> groupBy, CostFilter filter) {
        String[] days = parts.stream().map(part -> part.day().toString()).toArray(String[]::new);
        Integer[] since = numbers(parts, CostWindow.Quarters::from);
        Integer[] until = numbers(parts, CostWindow.Quarters::to);
        Integer[] runs = numbers(parts, part -> part.run() + 1);
        return UsageSums.groups(groupBy)
                .add(
                        SUMS.replace("{sign}", sign),
                        days,
                        since,
                        until,
                        runs,
                        Collections.min(List.of(days)),
                        Collections.max(List.of(days)),
                        days,
                        since,
                        until,
                        runs)
                .add(filter.onAccounts());
    }

    private static Integer[] numbers(List<CostWindow.Quarters> parts, ToIntFunction<CostWindow.Quarters> field) {
        return parts.stream().mapToInt(field).boxed().toArray(Integer[]::new);
    }
}
