package dev.atelier.billing.report;

import dev.atelier.api.error.AtelierException;
import dev.atelier.billing.cost.CostLine;
import dev.atelier.billing.price.PriceKey;
import dev.atelier.platform.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Usage added up by group, with its price. It is read by one statement: what the ledger's sums know comes from them; for the rest,
 * and for what runs, intervals meet their shares. Time is cut where a price changes, so that what is added up has one price.
 */
@ApplicationScoped
class UsageSums {
    /** The most rows that are read for an answer: a group may be of several prices, and of closed and running usage. */
    private static final int MAX_ROWS = 150_000;

    private static final Duration HOUR = Duration.ofHours(1);
    /** There are about as many of them as of what the ledger adds up by. */
    private static final List<Grouping> MANY = List.of(Grouping.USER, Grouping.RESOURCE, Grouping.APP);

    private static final List<Grouping> MANY_BY_HOUR = List.of(Grouping.TEAM, Grouping.PROJECT);

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
        if (page == null && resources == null && manyGroups(groupBy, window)) {
            boolean cancelling = !window.taken().isEmpty() || groupBy.contains(Grouping.APP);
            GroupedUsage usage = new GroupedUsage(groupBy, window.buckets(), cancelling);
            if (read(rows(arms, window, groupBy).add("LIMIT " + (MAX_ROWS + 1)), usage) <= MAX_ROWS) {
                return usage.priced(prices(window.epochs()));
            }
        }
        SqlText sums = summed(arms, window, groupBy);
        GroupedUsage usage = new GroupedUsage(groupBy, window.buckets(), false);
        if (read(page == null ? sums.add("LIMIT " + (MAX_ROWS + 1)) : page.of(sums), usage) > MAX_ROWS) {
            throw AtelierException.invalid("groupBy", "gives more than " + MAX_ROWS + " rows: narrow the question");
        }
        return usage.priced(prices(window.epochs()));
    }

    private int read(SqlText sql, GroupedUsage usage) {
        return database.listPlanned(sql.toString(), usage::add, sql.parameters())
                .size();
    }

    /**
     * Whether there are about as many groups as rows. Then the database would make a sum of each row, which takes three times as
     * long as to read it.
     */
    private static boolean manyGroups(List<GroupBy> groupBy, CostWindow window) {
        Period.Bucket bucket = window.buckets().getFirst();
        boolean byHour = Duration.between(bucket.start(), bucket.end()).compareTo(HOUR) <= 0;
        return MANY.stream().anyMatch(groupBy::contains)
                || (byHour && MANY_BY_HOUR.stream().anyMatch(groupBy::contains));
    }

    /** The prices of everything that was ever used, each by the epoch in which it holds. To be read after the usage. */
    private Map<GroupedUsage.PriceAt, GroupedUsage.EpochPrice> prices(List<Instant> epochs) {
        Map<GroupedUsage.PriceAt, GroupedUsage.EpochPrice> prices = new HashMap<>();
        database.list(
                """
                SELECT e.epoch, k.price_key, p.per_hour, p.currency, p.estimated
                FROM unnest(?::timestamptz[]) WITH ORDINALITY AS e (at, epoch)
                CROSS JOIN (SELECT DISTINCT price_key, instance_type, component, region FROM usage_pool) AS k
                JOIN price_span p
                  ON p.instance_type = k.instance_type AND p.component = k.component AND p.region = k.region
                 AND p.valid_from <= e.at AND p.valid_until > e.at AND p.per_hour IS NOT NULL
                """,
                row -> prices.put(
                        new GroupedUsage.PriceAt(row.text("price_key"), row.integer("epoch") - 1),
                        new GroupedUsage.EpochPrice(
                                row.decimal("per_hour"), row.text("currency"), row.flag("estimated"))),
                (Object) epochs.toArray(Instant[]::new));
        return prices;
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

    /** Usage by group, price key and epoch, as it comes. */
    private static SqlText rows(List<SqlText> arms, CostWindow window, List<GroupBy> groupBy) {
        return named(window, groupBy)
                .add("g.running, g.micros, g.idle, g.saved FROM (")
                .add(together(arms))
                .add(") AS g");
    }

    /**
     * The same, added up. What one query adds and another takes away is nothing: no usage is ever less than that. What is idle and
     * what sharing saved is null where it is nothing, as mostly: then nothing is added up and sent.
     */
    private static SqlText summed(List<SqlText> arms, CostWindow window, List<GroupBy> groupBy) {
        return named(window, groupBy)
                .add("""
                        bool_or(g.running) AS running, sum(g.micros) AS micros, sum(g.idle) AS idle, sum(g.saved) AS saved
                        FROM (
                        """)
                .add(together(arms))
                .add("OFFSET 0) AS g")
                .add(first(groupBy.size() + 2))
                .add("HAVING sum(g.micros) <> 0");
    }

    /** The beginning of both: the group, the price key, the epoch. */
    private static SqlText named(CostWindow window, List<GroupBy> groupBy) {
        SqlText sql = new SqlText().add("SELECT");
        for (int i = 0; i < groupBy.size(); i++) {
            if (groupBy.get(i) instanceof GroupBy.InPeriod) {
                sql.add(ofRun(window, CostWindow.Run::bucket)).add("AS group_" + i + ",");
            } else {
                sql.add("g.group_%1$d AS group_%1$d,".formatted(i));
            }
        }
        return sql.add("g.price_key AS price_key,")
                .add(ofRun(window, CostWindow.Run::epoch))
                .add("AS epoch,");
    }

    /** A number of each run: mostly the same for all, or one for each. */
    private static SqlText ofRun(CostWindow window, ToIntFunction<CostWindow.Run> field) {
        int[] numbers = window.runs().stream().mapToInt(field).toArray();
        if (IntStream.range(0, numbers.length).allMatch(run -> numbers[run] == 0)) {
            return new SqlText().add("0");
        }
        if (IntStream.range(0, numbers.length).allMatch(run -> numbers[run] == run)) {
            return new SqlText().add("g.run - 1");
        }
        return new SqlText().add("(?::int4[])[g.run]", (Object)
                IntStream.of(numbers).boxed().toArray(Integer[]::new));
    }

    private static SqlText together(List<SqlText> arms) {
        SqlText sql = new SqlText();
        for (int i = 0; i < arms.size(); i++) {
            sql.add(i == 0 ? "" : "UNION ALL").add(arms.get(i));
        }
        return sql;
    }

    /** Groups by what {@link #groups} begins with, and by the price key and the run that follow. */
    static String byGroup(List<GroupBy> groupBy) {
        long groups =
                groupBy.stream().filter(by -> !(by instanceof GroupBy.InPeriod)).count();
        return first(Math.toIntExact(groups) + 2);
    }

    /** Groups by the first columns. */
    static String first(int columns) {
        return "GROUP BY "
                + IntStream.rangeClosed(1, columns).mapToObj(String::valueOf).collect(Collectors.joining(", "));
    }
}
