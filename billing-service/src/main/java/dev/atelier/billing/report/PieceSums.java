package dev.atelier.billing.report;

import dev.atelier.billing.cost.Micros;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Usage of pieces of time, interval by interval. It is counted in whole microseconds; seconds as a double are exact to the
 * microsecond for any time of less than a century.
 */
final class PieceSums {
    /** Intervals {@code i} of accounts {@code a} with the shares {@code s} that count, in microseconds from the first piece on. */
    private static final String TIMES = """
            a.price_key, i.quantity, {running} AS running,
            coalesce(s.idle, false) AS idle, coalesce(s.parts, 1) AS parts,
            coalesce(s.payer, 0) AS payer, coalesce(s.payers, 1) AS payers,
            round(date_part('epoch', greatest(i.started_at, s.started_at, w.first) - w.first) * 1000000)::bigint AS from_at,
            round(date_part('epoch', least(i.ended_at, s.ended_at, w.last) - w.first) * 1000000)::bigint AS to_at
            FROM (SELECT ?::timestamptz AS first, ?::timestamptz AS last) AS w
            JOIN metered_interval i ON i.started_at < w.last AND {open}
            JOIN usage_account a ON a.id = i.account_id
            LEFT JOIN metered_share s
              ON s.resource_number = i.resource_number AND {share}
             AND s.started_at < coalesce(i.ended_at, 'infinity') AND coalesce(s.ended_at, 'infinity') > i.started_at
            CROSS JOIN LATERAL (SELECT {resource} AS resource, {member} AS member_id) AS u
            WHERE true
            """;

    /**
     * The same in pieces: every interval is read once, and knows by its times which pieces it meets; {part} says how much of a
     * meeting is whose. An OFFSET keeps the planner from working out for every piece and sum what is the same for all.
     */
    private static final String PIECES =
            """
            price_key, run, bool_or(running) AS running,
            """ + sum("{part}", "true") + " AS micros, " + sum("{part}", "idle") + " AS idle, "
                    + sum("({part}) * (parts - 1)", "parts > 1") + """
             AS saved
            FROM (SELECT t.*, w.run[t.piece] AS run, least(t.to_at, w.to_at[t.piece]) - greatest(t.from_at, w.from_at[t.piece]) AS used
                  FROM (SELECT t.*, generate_series(width_bucket(t.from_at, ?::int8[]), width_bucket(t.to_at - 1, ?::int8[])) AS piece
                        FROM ({times} OFFSET 0) AS t WHERE t.to_at > t.from_at) AS t
                  CROSS JOIN (SELECT ?::int8[] AS from_at, ?::int8[] AS to_at, ?::int4[] AS run) AS w
                  OFFSET 0) AS pieces
            WHERE used > 0
            """;

    /** The part of one of those who pay. */
    private static final String PAID =
            "CASE WHEN payer < 0 THEN 0 ELSE used / payers + CASE WHEN payer < used % payers THEN 1 ELSE 0 END END";

    private PieceSums() {}

    /**
     * The query of usage by group, type and run.
     *
     * @param pieces in order, none of which overlaps another
     * @param open what runs, else what is closed
     * @param sign "-" to take it away, else ""
     * @param resources of the resources with these numbers only; null: of all
     */
    static SqlText of(
            List<CostWindow.Piece> pieces,
            boolean open,
            String sign,
            List<GroupBy> groupBy,
            CostFilter filter,
            @Nullable List<Long> resources) {
        Instant first = pieces.getFirst().start();
        Long[] starts = micros(first, pieces, CostWindow.Piece::start);
        Long[] ends = micros(first, pieces, CostWindow.Piece::end);
        Integer[] runs = pieces.stream().map(piece -> piece.run() + 1).toArray(Integer[]::new);
        String[] text = PIECES.replace("{part}", groupBy.contains(Grouping.APP) ? PAID : "used")
                .replace("{sign}", sign)
                .split("\\{times}", -1);
        SqlText sql = new SqlText().add("SELECT");
        for (int i = 0; i < groupBy.size(); i++) {
            if (!(groupBy.get(i) instanceof GroupBy.InPeriod)) {
                sql.add("group_" + i + ",");
            }
        }
        return sql.add(text[0], starts, starts)
                .add(times(pieces, open, groupBy, filter, resources))
                .add(text[1], starts, ends, runs)
                .add(UsageSums.byGroup(groupBy));
    }

    private static SqlText times(
            List<CostWindow.Piece> pieces,
            boolean open,
            List<GroupBy> groupBy,
            CostFilter filter,
            @Nullable List<Long> resources) {
        boolean byApp = groupBy.contains(Grouping.APP);
        SqlText sql = UsageSums.groups(groupBy)
                .add(
                        TIMES.replace("{open}", open ? "i.ended_at IS NULL" : "i.ended_at > w.first")
                                .replace(
                                        "{running}",
                                        !open ? "false" : byApp ? "(s.parts IS NULL OR s.ended_at IS NULL)" : "true")
                                .replace("{resource}", groupBy.contains(Grouping.RESOURCE) ? "i.resource_id" : "''")
                                .replace("{member}", byApp ? "coalesce(s.member_id, '')" : "''")
                                .replace("{share}", byApp ? "true" : "s.part = 0"),
                        pieces.getFirst().start(),
                        pieces.getLast().end())
                .add(filter.onIntervals());
        if (resources != null) {
            sql.add("AND i.resource_number = ANY (?)", (Object) resources.toArray(Long[]::new));
        }
        return sql;
    }

    private static Long[] micros(
            Instant first, List<CostWindow.Piece> pieces, Function<CostWindow.Piece, Instant> time) {
        return pieces.stream()
                .map(piece -> Micros.between(first, time.apply(piece)))
                .toArray(Long[]::new);
    }

    /** The sum of what one instance used, times how many there are; that product alone may be too large for a bigint. */
    private static String sum(String micros, String condition) {
        return """
                {sign}(coalesce(sum(%1$s) FILTER (WHERE %2$s AND quantity = 1), 0)
                + coalesce(sum((%1$s) * quantity::numeric) FILTER (WHERE %2$s AND quantity <> 1), 0))
                """.formatted(micros, condition);
    }
}
