package dev.atelier.billing.report;

import dev.atelier.api.error.AtelierException;
import dev.atelier.billing.cost.CostLine;
import dev.atelier.billing.price.Component;
import dev.atelier.billing.price.PriceKey;
import dev.atelier.platform.database.Database;
import dev.atelier.platform.database.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Usage added up by group and price, in one statement. Whole months and days come from their sums; at the edges, and for what
 * runs, intervals meet their shares. Time is cut where a price changes, so that what is added up has one price.
 */
@ApplicationScoped
class UsageSums {
    /** The most lines of an answer: rows may be of several prices, and of closed and running usage. */
    private static final int MAX_LINES = 150_000;
    /** Between the parts of a missing key. */
    private static final String SEPARATOR = "\u001f";

    /** Sums by month or day of those whose usage it is. */
    private static final String SUMS = """
            a.instance_type, a.component, a.region, {run} AS run, false AS running,
            sum(u.micros) AS micros, sum(u.idle) AS idle, sum(u.saved) AS saved
            FROM {rows} u JOIN {owners} a ON a.id = u.{owner}
            """;

    private final Database database;

    UsageSums(Database database) {
        this.database = database;
    }

    /**
     * Usage of one group and price.
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

    /** Whether the sums by day know enough to answer. */
    static boolean byDay(List<GroupBy> groupBy, CostFilter filter) {
        return !groupBy.contains(Grouping.RESOURCE) && filter.resourceId().isEmpty();
    }

    /**
     * The usage of a window.
     *
     * @param resources of the resources with these numbers only; null: of all
     */
    List<Line> lines(
            CostWindow window, Instant now, List<GroupBy> groupBy, CostFilter filter, @Nullable List<Long> resources) {
        List<SqlText> arms = new ArrayList<>();
        if (!window.months().isEmpty()) {
            arms.add(sums(Rollup.MONTHS, window.months(), window, groupBy, filter));
        }
        if (!window.days().isEmpty()) {
            arms.add(sums(Rollup.ofDays(groupBy, filter), window.days(), window, groupBy, filter));
        }
        CostWindow.stretches(window.pieces())
                .forEach(pieces -> arms.add(pieces(pieces, false, groupBy, filter, resources)));
        CostWindow.stretches(window.until(now))
                .forEach(pieces -> arms.add(pieces(pieces, true, groupBy, filter, resources)));
        if (arms.isEmpty()) {
            return List.of();
        }
        SqlText sql = new SqlText();
        for (int i = 0; i < arms.size(); i++) {
            sql.add(i == 0 ? "" : "UNION ALL").add(arms.get(i));
        }
        sql.add("LIMIT " + (MAX_LINES + 1));
        List<Line> lines = database.list(sql.toString(), row -> line(row, groupBy, window), sql.parameters());
        if (lines.size() > MAX_LINES) {
            throw AtelierException.invalid("groupBy", "gives more than " + MAX_LINES + " rows: narrow the question");
        }
        return lines;
    }

    private static SqlText sums(
            Rollup rollup, List<CostWindow.Day> days, CostWindow window, List<GroupBy> groupBy, CostFilter filter) {
        boolean byApp = groupBy.contains(Grouping.APP);
        boolean oneRun = window.runs().size() == 1
                && (window.months().isEmpty() || window.days().isEmpty());
        SqlText sql = groups(groupBy);
        sql.add(SUMS.replace("{run}", oneRun ? "1" : "w.run")
                .replace("{rows}", rollup.rows(byApp))
                .replace("{owners}", rollup.owners())
                .replace("{owner}", rollup.owner()));
        if (!oneRun) {
            sql.add(
                    "JOIN unnest(?::date[], ?::int4[]) AS w (day, run) ON w.day = u.day",
                    days.stream().map(day -> day.day().toString()).toArray(String[]::new),
                    days.stream().map(day -> day.run() + 1).toArray(Integer[]::new));
        }
        sql.add(
                "WHERE u.day BETWEEN ?::date AND ?::date",
                days.getFirst().day().toString(),
                days.getLast().day().toString());
        if (!byApp) {
            sql.add("AND u.member_id = ''");
        }
        return priced(sql.add(filter.onAccounts()), window.runs(), groupBy);
    }

    /** The usage of pieces that follow each other. */
    private static SqlText pieces(
            List<CostWindow.Piece> pieces,
            boolean open,
            List<GroupBy> groupBy,
            CostFilter filter,
            @Nullable List<Long> resources) {
        return priced(
                PieceSums.of(pieces, open, groupBy, filter, resources),
                pieces.stream()
                        .map(piece -> new CostWindow.Run(piece.start(), piece.bucket()))
                        .toList(),
                groupBy);
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

    /** Meets usage by group, type and run with the price that holds all through the run. */
    private static SqlText priced(SqlText usage, List<CostWindow.Run> runs, List<GroupBy> groupBy) {
        SqlText sql = new SqlText().add("SELECT");
        int columns = 4;
        for (int i = 0; i < groupBy.size(); i++) {
            boolean period = groupBy.get(i) instanceof GroupBy.InPeriod;
            sql.add("%s AS group_%d,".formatted(period ? "r.bucket" : "g.group_" + i, i));
            columns += period ? 0 : 1;
        }
        return sql.add("""
                        g.component = 'storage' AS storage,
                        CASE WHEN p.price_id IS NULL THEN concat_ws(chr(31), g.instance_type, g.component, g.region) END AS unpriced,
                        p.per_hour, p.currency, p.estimated, g.running, g.micros, g.idle, g.saved
                        FROM (
                        """)
                .add(usage)
                .add("GROUP BY "
                        + IntStream.rangeClosed(1, columns)
                                .mapToObj(String::valueOf)
                                .collect(Collectors.joining(", ")))
                .add(
                        """
                        ) AS g
                        JOIN unnest(?::int4[], ?::timestamptz[], ?::int4[]) AS r (run, at, bucket) ON r.run = g.run
                        LEFT JOIN price_span p
                          ON p.instance_type = g.instance_type AND p.component = g.component AND p.region = g.region
                         AND p.valid_from <= r.at AND p.valid_until > r.at
                        WHERE g.micros <> 0
                        """,
                        IntStream.rangeClosed(1, runs.size()).boxed().toArray(Integer[]::new),
                        runs.stream().map(CostWindow.Run::at).toArray(Instant[]::new),
                        runs.stream().map(CostWindow.Run::bucket).toArray(Integer[]::new));
    }

    private static Line line(Row row, List<GroupBy> groupBy, CostWindow window) throws SQLException {
        List<String> group = new ArrayList<>(groupBy.size());
        for (int i = 0; i < groupBy.size(); i++) {
            group.add(
                    groupBy.get(i) instanceof GroupBy.InPeriod
                            ? window.buckets().get(row.integer("group_" + i)).name()
                            : row.text("group_" + i));
        }
        String unpriced = row.textOrNull("unpriced");
        BigDecimal price = row.decimalOrNull("per_hour");
        CostLine cost = new CostLine(
                group,
                price == null ? BigDecimal.ZERO : price,
                Objects.requireNonNullElse(row.textOrNull("currency"), "USD"),
                row.flag("storage"),
                new CostLine.Measure(whole(row, "micros"), whole(row, "idle"), whole(row, "saved")),
                row.flag("running"),
                row.flag("estimated"));
        return new Line(cost, unpriced == null ? null : key(unpriced.split(SEPARATOR, -1)));
    }

    private static BigInteger whole(Row row, String column) throws SQLException {
        return row.decimal(column).toBigIntegerExact();
    }

    private static PriceKey key(String[] parts) {
        return new PriceKey(parts[0], Component.find(parts[1]).orElseThrow(), parts[2]);
    }
}
