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
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the lines of one answer. There are tens of thousands of them, so texts that come again and again are kept once. */
final class LineReader {
    /** Between the parts of a missing key. */
    private static final String SEPARATOR = "\u001f";

    private final List<GroupBy> groupBy;
    private final List<Period.Bucket> buckets;
    private final List<String> columns = new ArrayList<>();
    private final Map<String, String> texts = new HashMap<>();

    LineReader(List<GroupBy> groupBy, List<Period.Bucket> buckets) {
        this.groupBy = groupBy;
        this.buckets = buckets;
        for (int i = 0; i < groupBy.size(); i++) {
            columns.add("group_" + i);
        }
    }

    UsageSums.Line line(Row row) throws SQLException {
        List<String> group = new ArrayList<>(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            group.add(
                    groupBy.get(i) instanceof GroupBy.InPeriod
                            ? buckets.get(row.integer(columns.get(i))).name()
                            : once(row.text(columns.get(i))));
        }
        String currency = row.textOrNull("currency");
        boolean storage = row.flag("storage");
        CostLine cost = new CostLine(
                group,
                currency == null ? "USD" : once(currency),
                storage,
                row.decimal("micros").toBigIntegerExact(),
                cost(row.decimalOrNull("cost"), storage),
                cost(row.decimalOrNull("idle"), storage),
                cost(row.decimalOrNull("saved"), storage),
                row.flag("running"),
                row.flag("estimated"));
        return new UsageSums.Line(cost, unpriced(row.textOrNull("unpriced")));
    }

    /** Null is nothing. */
    private static ExactCost cost(@Nullable BigDecimal priceMicros, boolean storage) {
        return priceMicros == null ? ExactCost.ZERO : ExactCost.ofPriced(priceMicros, storage);
    }

    private String once(String text) {
        String known = texts.putIfAbsent(text, text);
        return known == null ? text : known;
    }

    private static @Nullable PriceKey unpriced(@Nullable String key) {
        if (key == null) {
            return null;
        }
        String[] parts = key.split(SEPARATOR, -1);
        return new PriceKey(parts[0], Component.find(parts[1]).orElseThrow(), parts[2]);
    }
}
