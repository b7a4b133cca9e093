package dev.atelier.billing.report;

import dev.atelier.api.identity.Caller;
import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.billing.cost.Amount;
import dev.atelier.billing.cost.ExactCost;
import dev.atelier.billing.cost.Micros;
import dev.atelier.billing.meter.Owner;
import dev.atelier.billing.price.Component;
import dev.atelier.billing.price.PriceKey;
import dev.atelier.platform.database.Database;
import dev.atelier.platform.database.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What runs now and what it has cost so far. */
@ApplicationScoped
public class Meters {
    private final Database database;
    private final Clock clock;

    Meters(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** One page of what the caller may see, ordered by resource. */
    public Page<Meter> list(CostFilter filter, PageRequest page, Caller caller) {
        String after = page.after();
        List<Meter> meters = read(filter.visibleTo(caller), after == null ? "" : after, page.limit(), now());
        return Page.of(meters, page, Meter::resourceId);
    }

    /** All that the caller may see. */
    public MeterSnapshot snapshot(CostFilter filter, Caller caller) {
        Instant now = now();
        return new MeterSnapshot(now, read(filter.visibleTo(caller), "", Integer.MAX_VALUE, now));
    }

    private Instant now() {
        return Micros.truncate(clock.instant());
    }

    private List<Meter> read(CostFilter filter, String after, int limit, Instant now) {
        UsageQuery query = UsageQuery.of(filter).and("i.resource_id > ?", after);
        String sql = """
                SELECT m.*, p.per_hour, p.currency, p.estimated, coalesce(p.valid_until > ?, true) AS current,
                       greatest(0, (extract(epoch FROM least(?, p.valid_until) - greatest(m.started_at, p.valid_from))
                                    * 1000000)::bigint) * m.instance_count AS micros,
                       ARRAY(SELECT s.member_id FROM usage_share s
                             WHERE s.resource_id = m.resource_id AND s.ended_at IS NULL AND s.member_id <> ''
                             ORDER BY s.part) AS member_ids
                FROM (SELECT i.* FROM usage_interval i
                      WHERE i.ended_at IS NULL %s ORDER BY i.resource_id LIMIT ?) m
                LEFT JOIN price_span p
                  ON p.instance_type = m.instance_type AND p.component = m.component AND p.region = m.region
                 AND p.valid_from <= ? AND p.valid_until > least(m.started_at, ?)
                ORDER BY m.resource_id, p.valid_from
                """.formatted(query.conditions());
        Map<String, MeterBuilder> meters = new LinkedHashMap<>();
        for (Span span : database.list(sql, Meters::span, query.parameters(List.of(now, now), limit, now, now))) {
            meters.computeIfAbsent(span.running().resourceId(), _ -> new MeterBuilder(span.running()))
                    .add(span);
        }
        return meters.values().stream().map(MeterBuilder::build).toList();
    }

    private static Span span(Row row) throws SQLException {
        Meter running = new Meter(
                row.text("resource_id"),
                Component.find(row.text("component")).orElseThrow(),
                row.text("instance_type"),
                row.integer("instance_count"),
                row.text("region"),
                new Owner(
                        row.text("domain_id"),
                        row.text("user_profile_name"),
                        row.text("space_name"),
                        row.text("team"),
                        row.text("project"),
                        row.tags("tags")),
                row.text("job_name"),
                row.text("endpoint_name"),
                row.time("started_at"),
                null,
                null,
                false,
                row.texts("member_ids"));
        boolean free = new PriceKey(running.instanceType(), running.component(), running.region()).free();
        BigDecimal perHour = row.decimalOrNull("per_hour");
        return new Span(
                running,
                free ? BigDecimal.ZERO : perHour,
                Objects.requireNonNullElse(row.textOrNull("currency"), "USD"),
                row.flag("estimated"),
                row.flag("current"),
                row.number("micros"));
    }

    /**
     * A time in which one price held.
     *
     * @param perHour null when there was none
     * @param current whether it holds now
     * @param micros microseconds × instance count
     */
    private record Span(
            Meter running,
            @Nullable BigDecimal perHour,
            String currency,
            boolean estimated,
            boolean current,
            long micros) {}

    /** Adds up the spans of one meter; a span without a price, or in a second currency, makes its cost unknown. */
    private static final class MeterBuilder {
        private final Meter running;
        private final Set<String> currencies = new HashSet<>();
        private ExactCost cost = ExactCost.ZERO;
        private boolean unknown;
        private boolean estimated;
        private @Nullable Amount perHour;

        MeterBuilder(Meter running) {
            this.running = running;
        }

        void add(Span span) {
            BigDecimal price = span.perHour();
            if (price == null) {
                unknown = true;
                return;
            }
            cost = cost.plus(ExactCost.of(price, span.micros()));
            currencies.add(span.currency());
            estimated |= span.estimated();
            if (span.current()) {
                perHour = new Amount(
                        ExactCost.plain(price.multiply(BigDecimal.valueOf(running.instanceCount()))), span.currency());
            }
        }

        Meter build() {
            Amount soFar = unknown || currencies.size() != 1
                    ? null
                    : new Amount(cost.amount(), currencies.iterator().next());
            return running.priced(soFar, perHour, estimated);
        }
    }
}
