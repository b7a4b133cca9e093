package dev.atelier.billing.export;

import dev.atelier.billing.meter.Owner;
import dev.atelier.billing.price.Component;
import dev.atelier.billing.price.PriceKey;
import dev.atelier.platform.database.Database;
import dev.atelier.platform.database.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** Reads charges from the ledger: every interval, cut where its price changes and where a month ends. */
@ApplicationScoped
class FocusCharges {
    private static final String CHARGES = """
            SELECT i.*, m.month AS billing_start, m.next AS billing_end, p.price_id, p.per_hour, p.currency, p.estimated,
                   c.charge_start, c.charge_end,
                   round(date_part('epoch', c.charge_end - c.charge_start) * 1000000)::bigint::numeric * i.quantity
                       AS micros
            FROM usage_interval i
            CROSS JOIN LATERAL (
                SELECT month, date_add(month, interval '1 month', 'UTC') AS next
                FROM generate_series(date_trunc('month', greatest(i.started_at, ?), 'UTC'),
                                     least(coalesce(i.ended_at, ?), ?), interval '1 month', 'UTC') AS month) m
            LEFT JOIN price_span p
              ON p.instance_type = i.instance_type AND p.component = i.component AND p.region = i.region
             AND p.valid_from < m.next AND p.valid_until > m.month
            CROSS JOIN LATERAL (
                SELECT greatest(i.started_at, ?, m.month, p.valid_from) AS charge_start,
                       least(coalesce(i.ended_at, ?), ?, m.next, p.valid_until) AS charge_end) c
            WHERE i.started_at < ? AND (i.ended_at IS NULL OR i.ended_at > ?) AND c.charge_start < c.charge_end
            ORDER BY i.started_at, i.resource_id, c.charge_start
            """;

    private final Database database;

    FocusCharges(Database database) {
        this.database = database;
    }

    /** Hands on the charges of a time, in the order of their start; the current transaction keeps the cursor. */
    void each(Instant start, Instant end, Consumer<FocusCharge> action) {
        database.each(CHARGES, FocusCharges::charge, action, List.of(start, end, end, start, end, end, end, start));
    }

    private static FocusCharge charge(Row row) throws SQLException {
        PriceKey key = new PriceKey(
                row.text("instance_type"), Component.find(row.text("component")).orElseThrow(), row.text("region"));
        BigDecimal perHour = row.decimalOrNull("per_hour");
        String currency = row.textOrNull("currency");
        if (!key.free() && (perHour == null || currency == null)) {
            throw key.unknown();
        }
        return new FocusCharge(
                row.text("resource_id"),
                key,
                row.integer("instance_count"),
                Owner.of(row),
                row.text("job_name"),
                row.text("endpoint_name"),
                row.time("charge_start"),
                row.time("charge_end"),
                row.decimal("micros").toBigIntegerExact(),
                row.time("billing_start"),
                row.time("billing_end"),
                row.number("price_id"),
                perHour == null ? BigDecimal.ZERO : perHour,
                currency == null ? "USD" : currency,
                row.flag("estimated"));
    }
}
