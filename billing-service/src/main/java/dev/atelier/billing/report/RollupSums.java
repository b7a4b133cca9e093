package dev.atelier.billing.report;

import java.time.LocalDate;
import java.util.Collections;
import java.util.List;

/** Usage of whole months or days, from the sums of those whose usage it is. */
final class RollupSums {
    private static final String SUMS = """
            a.instance_type, a.component, a.region, {run} AS run, false AS running,
            {sign}sum(u.micros) AS micros, {sign}sum(u.idle) AS idle, {sign}sum(u.saved) AS saved
            FROM {rows} u JOIN {owners} a ON a.id = u.{owner}
            """;

    private RollupSums() {}

    /**
     * The query of usage by group, type and run.
     *
     * @param days in order
     * @param sign "-" to take it away, else ""
     */
    static SqlText of(Rollup rollup, List<CostWindow.Day> days, String sign, List<GroupBy> groupBy, CostFilter filter) {
        boolean byApp = groupBy.contains(Grouping.APP);
        boolean oneRun = oneRun(rollup, days);
        String[] names = days.stream().map(day -> day.day().toString()).toArray(String[]::new);
        SqlText sql = UsageSums.groups(groupBy)
                .add(SUMS.replace(
                                "{run}", oneRun ? String.valueOf(days.getFirst().run() + 1) : "w.run")
                        .replace("{sign}", sign)
                        .replace("{rows}", rollup.rows(byApp))
                        .replace("{owners}", rollup.owners())
                        .replace("{owner}", rollup.owner()));
        if (!oneRun) {
            sql.add(
                    "JOIN unnest(?::date[], ?::int4[]) AS w (day, run) ON w.day = u.day",
                    names,
                    days.stream().map(day -> day.run() + 1).toArray(Integer[]::new));
        }
        sql.add(
                "WHERE u.day BETWEEN ?::date AND ?::date",
                Collections.min(List.of(names)),
                Collections.max(List.of(names)));
        if (!byApp) {
            sql.add("AND u.member_id = ''");
        }
        return sql.add(filter.onAccounts());
    }

    /** Whether they follow each other in one run. */
    private static boolean oneRun(Rollup rollup, List<CostWindow.Day> days) {
        CostWindow.Day first = days.getFirst();
        int others = days.size() - 1;
        LocalDate last = rollup == Rollup.MONTHS
                ? first.day().plusMonths(others)
                : first.day().plusDays(others);
        return first.run() == days.getLast().run() && last.equals(days.getLast().day());
    }
}
