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
 * runs, intervals meet their shares and the spans of their price. What remains of each meeting is counted in whole
 * microseconds; seconds as a double are exact to the microsecond for any interval of less than a century.
 */
@ApplicationScoped
class UsageSums {
    /** The most rows of an answer. */
    static final int MAX_ROWS = 100_000;
    /** Between the parts of a missing key. */
    private static final String SEPARATOR = "\u001f";

    /** Intervals in pieces of time; {share} joins the shares that count, {measure} says what of them. */
    private static final String MEETINGS = """
            SELECT i.account_id, e.bucket, p.price_id, {running} AS running, {resource} AS resource, {member} AS member,
                   sum({micros} * i.quantity::numeric) AS micros,
                   sum(CASE WHEN s.idle THEN {micros} * i.quantity::numeric ELSE 0 END) AS idle,
                   sum({micros} * i.quantity::numeric * (coalesce(s.parts, 1) - 1)) AS saved
            {pieces}
            JOIN usage_account a ON a.id = i.account_id
            LEFT JOIN metered_share s
              ON s.resource_number = i.resource_number AND {share}
             AND s.started_at < coalesce(i.ended_at, 'infinity') AND coalesce(s.ended_at, 'infinity') > i.started_at
             AND s.started_at < e.to_at AND coalesce(s.ended_at, 'infinity') > e.from_at
            LEFT JOIN price_span p
              ON p.instance_type = a.instance_type AND p.component = a.component AND p.region = a.region
             AND p.valid_from < coalesce(i.ended_at, 'infinity') AND p.valid_until > i.started_at
             AND p.valid_from < e.to_at AND p.valid_until > e.from_at
            CROSS JOIN LATERAL (
                SELECT round(date_part('epoch', greatest(interval '0',
                    least(i.ended_at, s.ended_at, e.to_at, p.valid_until)
                    - greatest(i.started_at, s.started_at, e.from_at, p.valid_from))) * 1000000)::bigint AS micros) AS used
            WHERE used.micros > 0
            """;

    /** A few pieces, each of which finds its intervals. */
    private static final String APART = """
            FROM unnest(?::timestamptz[], ?::timestamptz[], ?::int4[]) AS e (from_at, to_at, bucket)
            JOIN metered_interval i ON i.started_at < e.to_at AND {open}
            """;

    /** Pieces without a gap between them: every interval is read once, and knows by its times which pieces it meets. */
    private static final String IN_A_ROW = """
            FROM (SELECT ?::timestamptz[] AS from_at, ?::timestamptz[] AS to_at, ?::int4[] AS bucket) AS w
            JOIN metered_interval i ON i.started_at < w.to_at[cardinality(w.to_at)] AND {open}
            CROSS JOIN LATERAL generate_series(
                greatest(1, width_bucket(i.started_at, w.from_at)),
                coalesce(width_bucket(i.ended_at, w.from_at), cardinality(w.from_at))) AS n
            CROSS JOIN LATERAL (SELECT w.from_at[n] AS from_at, w.to_at[n] AS to_at, w.bucket[n] AS bucket) AS e
            """;

    private static final String EVEN =
            "(used.micros / coalesce(s.parts, 1) + CASE WHEN s.part < used.micros % s.parts THEN 1 ELSE 0 END)";

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

    /** The usage of a window. */
    List<Line> lines(CostWindow window, Instant now, List<GroupBy> groupBy, CostFilter filter) {
        boolean byApp = groupBy.contains(Grouping.APP);
        boolean byResource = groupBy.contains(Grouping.RESOURCE);
        List<SqlText> arms = new ArrayList<>();
        if (!window.months().isEmpty()) {
            arms.add(sums(byApp ? "usage_month_app" : "usage_month_sum", window.months(), window, byApp, filter));
        }
        if (!window.days().isEmpty()) {
            arms.add(sums(byApp ? "usage_day_app" : "usage_day_sum", window.days(), window, byApp, filter));
        }
        if (!window.edges().isEmpty()) {
            arms.add(meetings(window.edges(), false, byApp, byResource, filter));
        }
        List<CostWindow.Piece> running = window.until(now);
        if (!running.isEmpty()) {
            arms.add(meetings(running, true, byApp, byResource, filter));
        }
        if (arms.isEmpty()) {
            return List.of();
        }
        SqlText sql = new SqlText().add("SELECT sums.*, price.per_hour, price.currency, price.estimated FROM (SELECT");
        for (int i = 0; i < groupBy.size(); i++) {
            sql.add(expression(groupBy.get(i)) + " AS group_" + i + ",", parameters(groupBy.get(i)));
        }
        sql.add("""
                u.price_id, a.component = 'storage' AS storage,
                CASE WHEN u.price_id IS NULL THEN concat_ws(chr(31), a.instance_type, a.component, a.region) END AS unpriced,
                bool_or(u.running) AS running, sum(u.micros) AS micros, sum(u.idle) AS idle, sum(u.saved) AS saved
                FROM (
                """);
        for (int i = 0; i < arms.size(); i++) {
            sql.add(i == 0 ? "" : "UNION ALL").add(arms.get(i));
        }
        sql.add(") AS u JOIN usage_account a ON a.id = u.account_id");
        sql.add("GROUP BY "
                + IntStream.rangeClosed(1, groupBy.size() + 3)
                        .mapToObj(String::valueOf)
                        .collect(Collectors.joining(", ")));
        sql.add("LIMIT " + (MAX_ROWS + 1));
        sql.add(") AS sums LEFT JOIN price ON price.id = sums.price_id WHERE micros <> 0");
        List<Line> lines = database.list(sql.toString(), row -> line(row, groupBy, window), sql.parameters());
        if (lines.size() > MAX_ROWS) {
            throw AtelierException.invalid("groupBy", "gives more than " + MAX_ROWS + " rows: narrow the question");
        }
        return lines;
    }

    /** Sums by month or day, first by account and run, then met with the price of the run. */
    private static SqlText sums(
            String relation, List<CostWindow.Day> days, CostWindow window, boolean byApp, CostFilter filter) {
        boolean gapless = window.months().isEmpty() || window.days().isEmpty();
        boolean oneRun = window.runs().size() == 1 && gapless;
        SqlText sql = new SqlText();
        sql.add("""
                SELECT d.account_id, r.bucket, p.price_id, false AS running, '' AS resource,
                       d.member, d.micros, d.idle, d.saved
                FROM (SELECT d.account_id, {run} AS run, d.member_id AS member,
                             sum(d.micros) AS micros, sum(d.idle) AS idle, sum(d.saved) AS saved
                      FROM {relation} d
                """.replace("{run}", oneRun ? "0" : "w.run").replace("{relation}", relation));
        if (!oneRun) {
            sql.add(
                    "JOIN unnest(?::date[], ?::int4[]) AS w (day, run) ON w.day = d.day",
                    days.stream().map(day -> day.day().toString()).toArray(String[]::new),
                    days.stream().map(CostWindow.Day::run).toArray(Integer[]::new));
        }
        sql.add(
                "WHERE d.day BETWEEN ?::date AND ?::date",
                days.getFirst().day().toString(),
                days.getLast().day().toString());
        if (!byApp) {
            sql.add("AND d.member_id = ''");
        }
        SqlText conditions = filter.onAccounts();
        if (!conditions.isEmpty()) {
            sql.add("AND d.account_id IN (SELECT a.id FROM usage_account a WHERE true")
                    .add(conditions)
                    .add(")");
        }
        sql.add(
                """
                      GROUP BY d.account_id, run, d.member_id) AS d
                JOIN unnest(?::int4[], ?::timestamptz[], ?::int4[]) AS r (run, at, bucket) ON r.run = d.run
                JOIN usage_account a ON a.id = d.account_id
                LEFT JOIN price_span p
                  ON p.instance_type = a.instance_type AND p.component = a.component AND p.region = a.region
                 AND p.valid_from <= r.at AND p.valid_until > r.at
                """,
                IntStream.range(0, window.runs().size()).boxed().toArray(Integer[]::new),
                window.runs().stream().map(CostWindow.Run::at).toArray(Instant[]::new),
                window.runs().stream().map(CostWindow.Run::bucket).toArray(Integer[]::new));
        return sql;
    }

    private static SqlText meetings(
            List<CostWindow.Piece> pieces, boolean open, boolean byApp, boolean byResource, CostFilter filter) {
        boolean inARow = CostWindow.inARow(pieces);
        String first = inARow ? "w.from_at[1]" : "e.from_at";
        String text = MEETINGS.replace("{pieces}", inARow ? IN_A_ROW : APART)
                .replace("{open}", open ? "i.ended_at IS NULL" : "i.ended_at > " + first)
                .replace("{running}", !open ? "false" : byApp ? "(s.parts IS NULL OR s.ended_at IS NULL)" : "true")
                .replace("{resource}", byResource ? "i.resource_id" : "''")
                .replace("{member}", byApp ? "coalesce(s.member_id, '')" : "''")
                .replace("{share}", byApp ? "true" : "s.part = 0")
                .replace("{micros}", byApp ? EVEN : "used.micros");
        SqlText sql = new SqlText();
        sql.add(
                text,
                pieces.stream().map(CostWindow.Piece::start).toArray(Instant[]::new),
                pieces.stream().map(CostWindow.Piece::end).toArray(Instant[]::new),
                pieces.stream().map(CostWindow.Piece::bucket).toArray(Integer[]::new));
        sql.add(filter.onAccounts());
        if (!filter.resourceId().isEmpty()) {
            sql.add("AND i.resource_id = ?", filter.resourceId());
        }
        return sql.add("GROUP BY 1, 2, 3, 4, 5, 6");
    }

    /** The SQL of a group's value, over an account {@code a} and its usage {@code u}. */
    private static String expression(GroupBy group) {
        return switch (group) {
            case Grouping grouping -> grouping.expression();
            case GroupBy.Tag _ -> "coalesce(a.tags ->> ?, '')";
            case GroupBy.InPeriod _ -> "u.bucket";
        };
    }

    private static Object[] parameters(GroupBy group) {
        return group instanceof GroupBy.Tag(String key) ? new Object[] {key} : new Object[0];
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
