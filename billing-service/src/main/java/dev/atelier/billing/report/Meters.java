package dev.atelier.billing.report;

import dev.atelier.api.identity.Caller;
import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.billing.BillingConfig;
import dev.atelier.billing.cost.Amount;
import dev.atelier.billing.cost.ExactCost;
import dev.atelier.billing.cost.Micros;
import dev.atelier.billing.meter.Owner;
import dev.atelier.billing.meter.Usage;
import dev.atelier.billing.price.Component;
import dev.atelier.platform.database.Database;
import dev.atelier.platform.database.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
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
    private static final BigInteger MICROS_PER_HOUR = BigInteger.valueOf(3_600_000_000L);

    private final Database database;
    private final Clock clock;
    private final Duration silentAfter;

    Meters(Database database, Clock clock, BillingConfig config) {
        this.database = database;
        this.clock = clock;
        this.silentAfter = config.usage().silentAfter();
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

    /** All that runs, whoever may see it. */
    MeterSnapshot all() {
        Instant now = now();
        return new MeterSnapshot(now, read(CostFilter.ALL, "", Integer.MAX_VALUE, now));
    }

    private Instant now() {
        return Micros.truncate(clock.instant());
    }

    private List<Meter> read(CostFilter filter, String after, int limit, Instant now) {
        SqlText sql =
                new SqlText().add("""
                        SELECT m.*, p.per_hour, p.currency, p.estimated, coalesce(p.valid_until > ?, true) AS current,
                               greatest(0, (extract(epoch FROM least(?, p.valid_until) - greatest(m.started_at, p.valid_from))
                                            * 1000000)::bigint) * m.quantity::numeric AS micros,
                               coalesce(s.member_ids, '{}') AS member_ids, coalesce(s.idle, false) AS idle,
                               CASE WHEN h.last_heartbeat_at IS NOT NULL
                                     AND greatest(h.last_heartbeat_at, h.last_seen_at) < ?
                                    THEN greatest(h.last_heartbeat_at, h.last_seen_at) END AS silent_since
                        FROM (SELECT i.resource_id, i.resource_number, i.started_at, i.quantity, i.opening_source,
                                     a.component, a.instance_type, a.region, a.domain_id, a.user_profile_name, a.space_name,
                                     a.team, a.project, a.tags, a.job_name, a.endpoint_name
                              FROM metered_interval i JOIN usage_account a ON a.id = i.account_id
                              WHERE i.ended_at IS NULL AND i.resource_id > ?
                        """, now, now, now.minus(silentAfter), after).add(filter.onIntervals());
        sql.add("""
                              ORDER BY i.resource_id LIMIT ?) m
                CROSS JOIN LATERAL (
                    SELECT array_agg(member_id ORDER BY part) FILTER (WHERE member_id <> '') AS member_ids, bool_or(idle) AS idle
                    FROM metered_share WHERE ended_at IS NULL AND resource_number = m.resource_number) s
                LEFT JOIN usage_source h ON h.source = m.opening_source
                LEFT JOIN price_span p
                  ON p.instance_type = m.instance_type AND p.component = m.component AND p.region = m.region
                 AND p.valid_from <= ? AND p.valid_until > least(m.started_at, ?)
                ORDER BY m.resource_id, p.valid_from
                """, limit, now, now);
        Map<String, MeterBuilder> meters = new LinkedHashMap<>();
        for (Span span : database.listPlanned(sql.toString(), Meters::span, sql.parameters())) {
            meters.computeIfAbsent(span.running().resourceId(), _ -> new MeterBuilder(span.running()))
                    .add(span);
        }
        return meters.values().stream().map(MeterBuilder::build).toList();
    }

    private static Span span(Row row) throws SQLException {
        Component component = Component.find(row.text("component")).orElseThrow();
        boolean storage = component == Component.STORAGE;
        long quantity = row.number("quantity");
        Meter running = new Meter(
                row.text("resource_id"),
                new Usage(
                        component,
                        row.text("instance_type"),
                        storage ? 1 : Math.toIntExact(quantity),
                        row.text("region"),
                        Owner.of(row),
                        row.text("job_name"),
                        row.text("endpoint_name"),
                        storage ? quantity : 0),
                row.time("started_at"),
                null,
                null,
                false,
                row.texts("member_ids"),
                row.flag("idle"),
                row.timeOrNull("silent_since"));
        boolean free = running.usage().key().free();
        BigDecimal perHour = row.decimalOrNull("per_hour");
        return new Span(
                running,
                free ? BigDecimal.ZERO : perHour,
                Objects.requireNonNullElse(row.textOrNull("currency"), "USD"),
                row.flag("estimated"),
                row.flag("current"),
                row.decimal("micros").toBigIntegerExact());
    }

    /**
     * A time in which one price held.
     *
     * @param perHour null when there was none
     * @param current whether it holds now
     * @param micros microseconds × quantity
     */
    private record Span(
            Meter running,
            @Nullable BigDecimal perHour,
            String currency,
            boolean estimated,
            boolean current,
            BigInteger micros) {}

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
            boolean storage = running.component() == Component.STORAGE;
            cost = cost.plus(storage ? ExactCost.ofStorage(price, span.micros()) : ExactCost.of(price, span.micros()));
            currencies.add(span.currency());
            estimated |= span.estimated();
            if (span.current()) {
                perHour = new Amount(hour(price), span.currency());
            }
        }

        private BigDecimal hour(BigDecimal price) {
            return running.component() == Component.STORAGE
                    ? ExactCost.ofStorage(
                                    price,
                                    BigInteger.valueOf(running.usage().storageBytes())
                                            .multiply(MICROS_PER_HOUR))
                            .amount()
                    : ExactCost.plain(
                            price.multiply(BigDecimal.valueOf(running.usage().instanceCount())));
        }

        Meter build() {
            Amount soFar = unknown || currencies.size() != 1
                    ? null
                    : new Amount(cost.amount(), currencies.iterator().next());
            return running.priced(soFar, perHour, estimated);
        }
    }
}
