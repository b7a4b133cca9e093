package dev.atelier.billing.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Usage that transactions added and that is in no sum yet. It is read as it is, once, and looks its accounts up: there is no
 * index by which it could be read for an account.
 */
final class WaitingSums {
    private static final String USAGE = """
            a.price_key, u.run AS run, false AS running,
            {sign}u.micros AS micros, {sign}u.idle AS idle, {sign}u.saved AS saved
            FROM (
            """;

    private static final String DAYS = """
            SELECT d.account_id, d.member_id, w.run, sum(d.micros) AS micros, sum(d.idle) AS idle, sum(d.saved) AS saved
            FROM {rows} d JOIN unnest(?::date[], ?::int4[]) AS w (day, run) ON w.day = d.day
            WHERE {members}
            GROUP BY 1, 2, 3
            """;

    /** Whose it is comes first: most may be of others, and a day of usage is a row for each of its hours. */
    private static final String OF_ACCOUNTS = """
            a.price_key, w.run AS run, false AS running,
            {sign}sum(t.micros * a.quantity::numeric) AS micros,
            {sign}sum(CASE WHEN a.idle THEN t.micros * a.quantity::numeric ELSE 0 END) AS idle,
            {sign}sum(t.micros * a.quantity::numeric * (a.parts - 1)) AS saved
            FROM (
                SELECT a.*, d.started_at, d.ended_at, d.quantity, d.idle, d.parts
                FROM usage_delta d CROSS JOIN LATERAL (SELECT * FROM usage_account WHERE id = d.account_id OFFSET 0) AS a
                WHERE d.part = 0
            """;

    private static final String QUARTERS = """
                OFFSET 0) AS a
            CROSS JOIN LATERAL (
                SELECT m.at, (m.at AT TIME ZONE 'UTC')::date AS day,
                       date_part('epoch', a.started_at - m.at) / 900 AS since, date_part('epoch', a.ended_at - m.at) / 900 AS until
                FROM generate_series(
                    date_trunc('day', a.started_at, 'UTC'), a.ended_at - interval '1 microsecond', interval '24 hours') AS m (at)
                OFFSET 0) AS m
            JOIN unnest(?::date[], ?::int4[], ?::int4[], ?::int4[]) AS w (day, since, until, run)
              ON w.day = m.day AND w.since < m.until AND w.until > m.since
            CROSS JOIN LATERAL (
                SELECT round(date_part('epoch', least(a.ended_at, m.at + w.until * interval '15 minutes')
                             - greatest(a.started_at, m.at + w.since * interval '15 minutes')) * 1000000)::bigint AS micros) AS t
            """;

    private static final String ACCOUNTS = """
            ) AS u CROSS JOIN LATERAL (SELECT * FROM usage_account WHERE id = u.account_id OFFSET 0) AS a
            WHERE true
            """;

    private WaitingSums() {}

    /**
     * The query of usage by group, type and run that waits within whole months and days.
     *
     * @param sign "-" to take it away, else ""
     */
    static SqlText ofDays(TimeCover cover, String sign, List<GroupBy> groupBy, CostFilter filter) {
        boolean byApp = groupBy.contains(Grouping.APP);
        List<CostWindow.Day> days = new ArrayList<>(cover.days());
        for (CostWindow.Day month : cover.months()) {
            Stream.iterate(month.day(), day -> day.plusDays(1))
                    .limit(month.day().lengthOfMonth())
                    .forEach(day -> days.add(new CostWindow.Day(day, month.run())));
        }
        return UsageSums.groups(groupBy)
                .add(USAGE.replace("{sign}", sign))
                .add(
                        DAYS.replace("{rows}", byApp ? "usage_delta_day_app" : "usage_delta_day")
                                .replace("{members}", byApp ? "true" : "d.member_id = ''"),
                        RollupSums.names(days),
                        RollupSums.runs(days))
                .add(ACCOUNTS)
                .add(filter.onAccounts());
    }

    /**
     * Likewise within parts of days.
     *
     * @param sign "-" to take it away, else ""
     */
    static SqlText ofQuarters(List<CostWindow.Quarters> parts, String sign, List<GroupBy> groupBy, CostFilter filter) {
        return UsageSums.groups(groupBy)
                .add(OF_ACCOUNTS.replace("{sign}", sign))
                .add(filter.onAccounts())
                .add(QUARTERS, QuarterSums.columns(parts))
                .add(UsageSums.byGroup(groupBy));
    }
}
