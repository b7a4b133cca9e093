package dev.atelier.billing.report;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.identity.Caller;
import dev.atelier.billing.cost.CostLine;
import dev.atelier.billing.cost.CostTable;
import dev.atelier.billing.cost.Micros;
import dev.atelier.billing.database.Database;
import dev.atelier.billing.price.Component;
import dev.atelier.billing.price.PriceKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Costs of the ledger. What runs counts up to now, or up to the end of the period when that is earlier. */
@ApplicationScoped
public class CostReports {
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
        TreeSet<PriceKey> unknown = lines.stream()
                .filter(line -> line.price == null && !line.key.free())
                .map(Line::key)
                .collect(Collectors.toCollection(() -> new TreeSet<>(Comparator.comparing(PriceKey::toString))));
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
        return database.query(
                        "SELECT min(i.started_at) AS first FROM usage_interval i WHERE true" + query.conditions(),
                        row -> java.util.Optional.ofNullable(Database.instant(row, "first")),
                        query.parameters(List.of()))
                .getFirst()
                .orElse(end);
    }

    /**
     * Usage added up by group and price. Intervals meet the spans of their price and, for apps, their shares; what
     * remains of each meeting within the period is counted in whole microseconds.
     */
    private List<Line> lines(Instant start, Instant end, Instant now, List<Grouping> groupBy, CostFilter filter) {
        boolean byApp = groupBy.contains(Grouping.APP);
        Instant runningUntil = now.isBefore(end) ? now : end;
        UsageQuery query = UsageQuery.of(filter)
                .and("i.period && tstzrange(?, ?)", start, end)
                .and("i.started_at < coalesce(i.ended_at, ?)", runningUntil);
        String groups = groupBy.stream().map(Grouping::expression).collect(Collectors.joining(", "));
        String sql = """
                WITH used AS (
                    SELECT ARRAY[%s]::text[] AS groups, i.instance_type, i.component, i.region, i.instance_count,
                           i.ended_at IS NULL AS running, p.per_hour, p.currency, p.estimated,
                           %s AS parts, %s AS part,
                           (extract(epoch FROM least(coalesce(%s, ?), ?, p.valid_until)
                                             - greatest(%s, ?, p.valid_from)) * 1000000)::bigint AS micros
                    FROM usage_interval i
                    %s
                    LEFT JOIN price_span p
                      ON p.instance_type = i.instance_type AND p.component = i.component AND p.region = i.region
                     AND p.valid_from < coalesce(i.ended_at, 'infinity') AND p.valid_until > i.started_at
                    WHERE true %s)
                SELECT groups, instance_type, component, region, per_hour, currency, estimated,
                       bool_or(running) AS running,
                       sum((micros / parts + CASE WHEN part < micros %% parts THEN 1 ELSE 0 END) * instance_count) AS micros
                FROM used
                WHERE micros > 0
                GROUP BY groups, instance_type, component, region, per_hour, currency, estimated
                """.formatted(
                groups,
                byApp ? "coalesce(s.parts, 1)" : "1",
                byApp ? "coalesce(s.part, 0)" : "0",
                byApp ? "s.ended_at, i.ended_at" : "i.ended_at",
                byApp ? "coalesce(s.started_at, i.started_at)" : "i.started_at",
                byApp ? "LEFT JOIN usage_share s ON s.resource_id = i.resource_id AND s.period && i.period" : "",
                query.conditions());
        return database.query(
                sql, row -> line(row, groupBy.size()), query.parameters(List.of(runningUntil, end, start)));
    }

    private static Line line(ResultSet row, int groups) throws SQLException {
        String[] values = (String[]) row.getArray("groups").getArray();
        return new Line(
                IntStream.range(0, groups).mapToObj(i -> values[i]).toList(),
                new PriceKey(
                        row.getString("instance_type"),
                        Component.find(row.getString("component")).orElseThrow(),
                        row.getString("region")),
                row.getBigDecimal("per_hour"),
                row.getString("currency"),
                row.getBigDecimal("micros"),
                row.getBoolean("running"),
                row.getBoolean("estimated"));
    }

    private record Line(
            List<String> group,
            PriceKey key,
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
