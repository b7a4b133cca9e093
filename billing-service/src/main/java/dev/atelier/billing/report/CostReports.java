package dev.atelier.billing.report;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.identity.Caller;
import dev.atelier.billing.cost.CostLine;
import dev.atelier.billing.cost.CostTable;
import dev.atelier.billing.cost.Micros;
import dev.atelier.billing.price.Component;
import dev.atelier.billing.price.PriceKey;
import dev.atelier.platform.database.Database;
import dev.atelier.platform.database.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Costs of the ledger. What runs counts up to now, or up to the end of the period when that is earlier. */
@ApplicationScoped
public class CostReports {
    /**
     * Usage added up by group and price. Intervals meet the spans of their price and, for apps, their shares; what
     * remains of each meeting within the period is counted in whole microseconds. Seconds as a double are exact to the
     * microsecond for any interval of less than a century. Usage that meets no price keeps the key that is missing.
     */
    private static final String SUMS = """
            SELECT sums.*, price.per_hour, price.currency, price.estimated
            FROM (
                SELECT {groups} p.price_id,
                       CASE WHEN p.price_id IS NULL
                            THEN concat_ws(chr(31), i.instance_type, i.component, i.region) END AS unpriced,
                       bool_or({running}) AS running,
                       sum({share} * i.instance_count) AS micros
                FROM usage_interval i
                {shares}
                LEFT JOIN price_span p
                  ON p.instance_type = i.instance_type AND p.component = i.component AND p.region = i.region
                 AND p.valid_from < coalesce(i.ended_at, 'infinity') AND p.valid_until > i.started_at
                CROSS JOIN LATERAL (
                    SELECT round(date_part('epoch', greatest(interval '0',
                        least({ended}, ?, p.valid_until) - greatest({started}, ?, p.valid_from))) * 1000000)::bigint
                    AS micros) AS used
                WHERE true {conditions}
                GROUP BY {positions}
            ) AS sums
            LEFT JOIN price ON price.id = sums.price_id
            WHERE micros > 0
            """;

    private static final String BY_INTERVAL = SUMS.replace("{running}", "i.ended_at IS NULL")
            .replace("{share}", "used.micros")
            .replace("{shares}", "")
            .replace("{ended}", "coalesce(i.ended_at, ?)")
            .replace("{started}", "i.started_at");

    private static final String BY_APP = SUMS.replace(
                    "{running}", "CASE WHEN s.parts IS NULL THEN i.ended_at ELSE s.ended_at END IS NULL")
            .replace(
                    "{share}",
                    "CASE WHEN s.parts IS NULL THEN used.micros "
                            + "ELSE used.micros / s.parts + CASE WHEN s.part < used.micros % s.parts THEN 1 ELSE 0 END END")
            .replace("{shares}", "LEFT JOIN usage_share s ON s.resource_id = i.resource_id AND s.period && i.period")
            .replace("{ended}", "coalesce(s.ended_at, i.ended_at, ?)")
            .replace("{started}", "coalesce(s.started_at, i.started_at)");

    /** Between the parts of a missing key. */
    private static final String SEPARATOR = "\u001f";

    private final Database database;
    private final Clock clock;

    CostReports(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Answers from what the caller may see.
     *
     * @throws AtelierException {@code VALIDATION}, {@code PERMISSION_DENIED}, or {@code UNKNOWN_PRICE} when some of the
     *     usage has no price
     */
    public CostReport costs(CostQuery query, Caller caller) {
        CostFilter filter = query.filter().visibleTo(caller);
        Instant now = Micros.truncate(clock.instant());
        Instant asked = query.end();
        Instant end = asked == null ? now : Micros.truncate(asked);
        Instant start = start(query.start(), end, filter);
        List<Grouping> groupBy = Grouping.complete(query.groupBy());
        List<Line> lines = lines(start, end, now, groupBy, filter);
        Set<PriceKey> unknown = new TreeSet<>(Comparator.comparing(PriceKey::toString));
        for (Line line : lines) {
            PriceKey key = line.unpriced();
            if (key != null && !key.free()) {
                unknown.add(key);
            }
        }
        if (!unknown.isEmpty()) {
            throw PriceKey.unknown(unknown);
        }
        return new CostReport(
                start, end, groupBy, CostTable.of(lines.stream().map(Line::cost).toList()));
    }

    private Instant start(@Nullable Instant asked, Instant end, CostFilter filter) {
        if (asked != null) {
            Instant start = Micros.truncate(asked);
            if (!start.isBefore(end)) {
                throw AtelierException.invalid("start", "must be before the end, " + end);
            }
            return start;
        }
        UsageQuery query = UsageQuery.of(filter).and("i.started_at < ?", end);
        return database.list(
                        "SELECT min(i.started_at) AS first FROM usage_interval i WHERE true" + query.conditions(),
                        row -> java.util.Optional.ofNullable(row.timeOrNull("first")),
                        query.parameters(List.of()))
                .getFirst()
                .orElse(end);
    }

    private List<Line> lines(Instant start, Instant end, Instant now, List<Grouping> groupBy, CostFilter filter) {
        Instant runningUntil = now.isBefore(end) ? now : end;
        boolean byApp = groupBy.contains(Grouping.APP);
        UsageQuery query = UsageQuery.of(filter)
                .and("i.started_at < ?", end)
                .and("(i.ended_at > ? OR (i.ended_at IS NULL AND i.started_at < ?))", start, runningUntil);
        if (byApp) {
            query.and("(s.parts IS NULL OR (s.started_at < ? AND (s.ended_at IS NULL OR s.ended_at > ?)))", end, start);
        }
        String positions = IntStream.rangeClosed(1, groupBy.size() + 2)
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(", "));
        return database.list(
                (byApp ? BY_APP : BY_INTERVAL)
                        .replace("{groups}", groups(groupBy))
                        .replace("{positions}", positions)
                        .replace("{conditions}", query.conditions()),
                row -> line(row, groupBy.size()),
                query.parameters(List.of(runningUntil, end, start)));
    }

    /** The grouping's columns, each with a comma behind it. */
    private static String groups(List<Grouping> groupBy) {
        return IntStream.range(0, groupBy.size())
                .mapToObj(i -> groupBy.get(i).expression() + " AS " + column(i) + ", ")
                .collect(Collectors.joining());
    }

    private static String column(int group) {
        return "group_" + group;
    }

    private static Line line(Row row, int groups) throws SQLException {
        List<String> group = new ArrayList<>(groups);
        for (int i = 0; i < groups; i++) {
            group.add(row.text(column(i)));
        }
        String unpriced = row.textOrNull("unpriced");
        return new Line(
                group,
                unpriced == null ? null : key(unpriced.split(SEPARATOR, -1)),
                row.decimalOrNull("per_hour"),
                row.textOrNull("currency"),
                row.decimalOrNull("micros"),
                row.flag("running"),
                row.flag("estimated"));
    }

    private static PriceKey key(String[] parts) {
        return new PriceKey(parts[0], Component.find(parts[1]).orElseThrow(), parts[2]);
    }

    private record Line(
            List<String> group,
            @Nullable PriceKey unpriced,
            @Nullable BigDecimal price,
            @Nullable String currency,
            BigDecimal micros,
            boolean running,
            boolean estimated) {
        CostLine cost() {
            return new CostLine(
                    group,
                    price == null ? BigDecimal.ZERO : price,
                    Objects.requireNonNullElse(currency, "USD"),
                    micros.toBigIntegerExact(),
                    running,
                    estimated);
        }
    }
}
