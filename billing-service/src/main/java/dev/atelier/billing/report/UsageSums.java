package dev.atelier.billing.report;

import dev.atelier.api.error.AtelierException;
import dev.atelier.billing.cost.CostLine;
import dev.atelier.billing.price.PriceKey;
import dev.atelier.platform.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Usage added up by group and price, in one statement. What the ledger's sums know comes from them; for the rest, and for what
 * runs, intervals meet their shares. Time is cut where a price changes, so that what is added up has one price.
 */
@ApplicationScoped
class UsageSums {
    /** The most lines of an answer: rows may be of several prices, and of closed and running usage. */
    private static final int MAX_LINES = 150_000;

    private final Database database;

    UsageSums(Database database) {
        this.database = database;
    }

    /**
     * Usage of one group and currency.
     *
     * @param unpriced the key that has no price, when there is none
     */
    record Line(CostLine cost, @Nullable PriceKey unpriced) {}

    /** When prices of anything that was ever used change within a time. */
    Set<Instant> priceChanges(Instant start, Instant end) {
        return new HashSet<>(database.list("""
                SELECT DISTINCT valid_from FROM price_span p
                WHERE valid_from > ? AND valid_from < ?
                  AND EXISTS (SELECT 1 FROM usage_account a
                              WHERE a.instance_type = p.instance_type AND a.component = p.component AND a.region = p.region)
                """, row -> row.time("valid_from"), start, end));
    }

    /**
     * The usage of a window.
     *
     * @param resources of the resources with these numbers only; null: of all
     * @param page of which groups; null: of all
     */
    List<Line> lines(
            CostWindow window,
            Instant now,
            List<GroupBy> groupBy,
            CostFilter filter,
            @Nullable List<Long> resources,
            @Nullable GroupPage page) {
        List<SqlText> arms = new ArrayList<>();
        arms.addAll(closed(window.added(), "", groupBy, filter, resources));
        arms.addAll(closed(window.taken(), "-", groupBy, filter, resources));
        CostWindow.stretches(window.until(now))
                .forEach(pieces -> arms.add(PieceSums.of(pieces, true, "", groupBy, filter, resources)));
        if (arms.isEmpty()) {
            return List.of();
        }
        SqlText all = priced(arms, window, groupBy);
        SqlText sql = page == null ? all.add("LIMIT " + (MAX_LINES + 1)) : page.of(all);
        List<Line> lines =
                database.listPlanned(sql.toString(), new LineReader(groupBy, window.buckets())::line, sql.parameters());
        if (lines.size() > MAX_LINES) {
            throw AtelierException.invalid("groupBy", "gives more than " + MAX_LINES + " rows: narrow the question");
        }
        return lines;
    }

    /** Queries of closed usage by group, type and run. */
    private static List<SqlText> closed(
            TimeCover cover, String sign, List<GroupBy> groupBy, CostFilter filter, @Nullable List<Long> resources) {
        List<SqlText> arms = new ArrayList<>();
        if (!cover.months().isEmpty()) {
            arms.add(RollupSums.of(Rollup.MONTHS, cover.months(), sign, groupBy, filter));
        }
        if (!cover.days().isEmpty()) {
            arms.add(RollupSums.of(Rollup.ofDays(groupBy, filter), cover.days(), sign, groupBy, filter));
        }
        if (!cover.months().isEmpty() || !cover.days().isEmpty()) {
            arms.add(WaitingSums.ofDays(cover, sign, groupBy, filter));
        }
        if (!cover.quarters().isEmpty()) {
            arms.add(QuarterSums.of(cover.quarters(), sign, groupBy, filter));
            arms.add(WaitingSums.ofQuarters(cover.quarters(), sign, groupBy, filter));
        }
        CostWindow.stretches(cover.pieces())
                .forEach(pieces -> arms.add(PieceSums.of(pieces, false, sign, groupBy, filter, resources)));
        return arms;
    }

    /** The beginning of a query of usage by group: all but the period, which follows from the run. */
    static SqlText groups(List<GroupBy> groupBy) {
        SqlText sql = new SqlText().add("SELECT");
        for (int i = 0; i < groupBy.size(); i++) {
            switch (groupBy.get(i)) {
                case GroupBy.InPeriod _ -> sql.add("");
                case GroupBy.Tag(String key) -> sql.add("coalesce(a.tags ->> ?, '') AS group_" + i + ",", key);
                case Grouping grouping -> sql.add(grouping.expression() + " AS group_" + i + ",");
            }
        }
        return sql;
    }

    /**
     * Meets usage by group, type and run with the price that holds all through the run. What one query adds and another takes
     * away is nothing: no usage is ever less than that. They meet by one key, because a planner that multiplies the odds of
     * four takes the answer to be one row, and sorts it. What is idle and what sharing saved is null where it is nothing, as
     * mostly: then nothing is multiplied, added up, and sent.
     */
    private static SqlText priced(List<SqlText> usage, CostWindow window, List<GroupBy> groupBy) {
        List<Instant> epochs = window.epochs();
        boolean oneEpoch = epochs.size() == 1;
        SqlText sql = new SqlText().add("""
                WITH prices AS MATERIALIZED (
                    SELECT {epoch} k.price_key AS key, k.component = 'storage' AS storage,
                           CASE WHEN p.price_id IS NULL THEN k.price_key END AS unpriced,
                           p.per_hour, p.currency, p.estimated
                    FROM unnest(?::timestamptz[]) WITH ORDINALITY AS e (at, epoch)
                    CROSS JOIN (SELECT DISTINCT price_key, instance_type, component, region FROM usage_pool) AS k
                    LEFT JOIN price_span p
                      ON p.instance_type = k.instance_type AND p.component = k.component AND p.region = k.region
                     AND p.valid_from <= e.at AND p.valid_until > e.at
                )
                SELECT
                """.replace("{epoch}", oneEpoch ? "" : "e.epoch || chr(31) ||"), (Object)
                epochs.toArray(Instant[]::new));
        for (int i = 0; i < groupBy.size(); i++) {
            if (groupBy.get(i) instanceof GroupBy.InPeriod) {
                sql.add("(?::int4[])[g.run] AS group_" + i + ",", (Object) numbers(window, CostWindow.Run::bucket));
            } else {
                sql.add("g.group_%1$d AS group_%1$d,".formatted(i));
            }
        }
        sql.add("""
                p.storage, p.unpriced, p.currency,
                bool_or(p.estimated) AS estimated, bool_or(g.running) AS running, sum(g.micros) AS micros,
                sum(g.micros * p.per_hour) AS cost, sum(g.idle * p.per_hour) AS idle, sum(g.saved * p.per_hour) AS saved
                FROM (
                """);
        for (int i = 0; i < usage.size(); i++) {
            sql.add(i == 0 ? "" : "UNION ALL").add(usage.get(i));
        }
        sql.add("OFFSET 0) AS g JOIN prices p ON p.key =");
        if (oneEpoch) {
            sql.add("g.price_key");
        } else {
            sql.add("(?::int4[])[g.run] || chr(31) || g.price_key", (Object) numbers(window, run -> run.epoch() + 1));
        }
        return sql.add(first(groupBy.size() + 3)).add("HAVING sum(g.micros) <> 0");
    }

    private static Integer[] numbers(CostWindow window, ToIntFunction<CostWindow.Run> field) {
        return window.runs().stream().mapToInt(field).boxed().toArray(Integer[]::new);
    }

    /** Groups by the first columns. */
    static String first(int columns) {
        return "GROUP BY "
                + IntStream.rangeClosed(1, columns).mapToObj(String::valueOf).collect(Collectors.joining(", "));
    }
}
