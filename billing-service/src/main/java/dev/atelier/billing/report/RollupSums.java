package dev.atelier.billing.report;

import java.time.LocalDate;
import java.util.Collections;
import java.util.List;

/** Usage of whole months or days, from the sums of those whose usage it is. */
final class RollupSums {
    private static final String USAGE = """
            a.price_key, u.run AS run, false AS running,
            {sign}u.micros AS micros, {sign}nullif(u.idle, 0) AS idle, {sign}nullif(u.saved, 0) AS saved
            FROM (
            """;

    private static final String ROWS = """
            SELECT u.{owner}, u.member_id, {run} AS run, {sum}u.micros) AS micros, {sum}u.idle) AS idle, {sum}u.saved) AS saved
            FROM {rows} u
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
        String[] names = names(days);
        // one row for each owner and run, where there would be several
        boolean summed =
                days.size() > days.stream().map(CostWindow.Day::run).distinct().count();
        SqlText sql = UsageSums.groups(groupBy)
                .add(USAGE.replace("{sign}", sign))
                .add(ROWS.replace("{owner}", rollup.owner())
                        .replace(
                                "{run}", oneRun ? String.valueOf(days.getFirst().run() + 1) : "w.run")
                        .replace("{sum}", summed ? "sum(" : "(")
                        .replace("{rows}", rollup.rows(byApp)));
        if (!oneRun) {
            sql.add(
                    "JOIN unnest(?::date[], ?::int4[]) AS w (day, run) ON w.day = u." + rollup.time(),
                    names,
                    runs(days));
        }
        sql.add(
                "WHERE u." + rollup.time() + " BETWEEN ?::date AND ?::date",
                Collections.min(List.of(names)),
                Collections.max(List.of(names)));
        if (!byApp) {
            sql.add("AND u.member_id = ''");
        }
        SqlText owners = filter.onAccounts();
        if (summed && !owners.isEmpty()) {
            sql.add("AND u." + rollup.owner() + " IN (SELECT a.id FROM " + rollup.owners() + " a WHERE true")
                    .add(owners)
                    .add(")");
        }
        if (summed) {
            sql.add(UsageSums.first(3));
        }
        return sql.add(") AS u JOIN " + rollup.owners() + " a ON a.id = u." + rollup.owner() + " WHERE true")
                .add(owners);
    }

    /** The days as the database reads them. */
    static String[] names(List<CostWindow.Day> days) {
        return days.stream().map(day -> day.day().toString()).toArray(String[]::new);
    }

    /** The runs of the days; the first is 1, as in arrays of the database. */
    static Integer[] runs(List<CostWindow.Day> days) {
        return days.stream().map(day -> day.run() + 1).toArray(Integer[]::new);
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
