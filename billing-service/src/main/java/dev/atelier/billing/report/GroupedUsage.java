package dev.atelier.billing.report;

import dev.atelier.billing.cost.CostLine;
import dev.atelier.billing.cost.ExactCost;
import dev.atelier.billing.price.Component;
import dev.atelier.billing.price.PriceKey;
import dev.atelier.platform.database.Row;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The usage of one answer, by group, by what its price is looked up by, and by the time in which that price holds. There may be
 * tens of thousands of rows, so texts that come again and again are kept once.
 */
final class GroupedUsage {
    /** Between the parts of a price key. */
    private static final String SEPARATOR = "\u001f";

    private final List<GroupBy> groupBy;
    private final List<Period.Bucket> buckets;
    private final List<String> columns = new ArrayList<>();
    private final Map<String, String> texts = new HashMap<>();
    private final boolean cancelling;
    private final List<Part> parts = new ArrayList<>();
    private final Map<Key, Part> sums = new LinkedHashMap<>();

    /**
     * Nothing yet.
     *
     * @param cancelling whether some rows take away what others add
     */
    GroupedUsage(List<GroupBy> groupBy, List<Period.Bucket> buckets, boolean cancelling) {
        this.cancelling = cancelling;
        this.groupBy = groupBy;
        this.buckets = buckets;
        for (int i = 0; i < groupBy.size(); i++) {
            columns.add("group_" + i);
        }
    }

    /**
     * A price that holds all through an epoch.
     *
     * @param perHour of a GB-month where it is storage
     */
    record EpochPrice(BigDecimal perHour, String currency, boolean estimated) {}

    /** What an {@link EpochPrice} is looked up by. */
    record PriceAt(String priceKey, int epoch) {}

    private record Key(List<String> group, PriceAt price) {}

    /** Reads a row; returns its group. */
    List<String> add(Row row) throws SQLException {
        String[] group = new String[columns.size()];
        for (int i = 0; i < group.length; i++) {
            group[i] = groupBy.get(i) instanceof GroupBy.InPeriod
                    ? buckets.get(row.integer(columns.get(i))).name()
                    : once(row.text(columns.get(i)));
        }
        Part part = new Part(
                new Key(List.of(group), new PriceAt(once(row.text("price_key")), row.integer("epoch"))),
                row.decimal("micros"),
                Objects.requireNonNullElse(row.decimalOrNull("idle"), BigDecimal.ZERO),
                Objects.requireNonNullElse(row.decimalOrNull("saved"), BigDecimal.ZERO),
                row.flag("running"));
        if (cancelling) {
            sums.merge(part.key(), part, Part::plus);
        } else {
            parts.add(part);
        }
        return part.key().group();
    }

    private String once(String text) {
        String known = texts.putIfAbsent(text, text);
        return known == null ? text : known;
    }

    /** What it costs, in the order in which it was read. What one row adds and another takes away is nothing, and left out. */
    List<UsageSums.Line> priced(Map<PriceAt, EpochPrice> prices) {
        List<Part> all = cancelling ? List.copyOf(sums.values()) : parts;
        Map<String, PriceKey> keys = new ConcurrentHashMap<>();
        return all.parallelStream()
                .filter(part -> part.micros().signum() != 0)
                .map(part -> line(
                        part,
                        keys.computeIfAbsent(part.key().price().priceKey(), GroupedUsage::priceKey),
                        prices.get(part.key().price())))
                .toList();
    }

    private static UsageSums.Line line(Part part, PriceKey key, @Nullable EpochPrice price) {
        boolean storage = key.component() == Component.STORAGE;
        BigDecimal perHour = price == null ? BigDecimal.ZERO : price.perHour();
        CostLine cost = new CostLine(
                part.key().group(),
                price == null ? "USD" : price.currency(),
                storage,
                part.micros().toBigIntegerExact(),
                ExactCost.ofPriced(part.micros().multiply(perHour), storage),
                ExactCost.ofPriced(part.idle().multiply(perHour), storage),
                ExactCost.ofPriced(part.saved().multiply(perHour), storage),
                part.running(),
                price != null && price.estimated());
        return new UsageSums.Line(cost, price == null ? key : null);
    }

    private static PriceKey priceKey(String text) {
        String[] parts = text.split(SEPARATOR, -1);
        return new PriceKey(parts[0], Component.find(parts[1]).orElseThrow(), parts[2]);
    }

    /** Usage in microseconds × quantity. */
    private record Part(Key key, BigDecimal micros, BigDecimal idle, BigDecimal saved, boolean running) {
        Part plus(Part other) {
            return new Part(
                    key,
                    micros.add(other.micros),
                    idle.add(other.idle),
                    saved.add(other.saved),
                    running || other.running);
        }
    }
}
