package dev.atelier.billing.report;

import dev.atelier.billing.cost.Amount;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Everything that ran at a time. */
public record MeterSnapshot(Instant time, List<Meter> meters) {
    public MeterSnapshot {
        meters = List.copyOf(meters);
    }

    /** Those of its meters that a filter lets through. */
    MeterSnapshot only(CostFilter filter) {
        return new MeterSnapshot(time, meters.stream().filter(filter::admits).toList());
    }

    /** By currency. */
    List<MeterTotal> totals() {
        Map<String, BigDecimal> costs = sums(Meter::costSoFar);
        Map<String, BigDecimal> prices = sums(Meter::pricePerHour);
        prices.keySet().forEach(currency -> costs.putIfAbsent(currency, BigDecimal.ZERO));
        return costs.entrySet().stream()
                .map(cost -> new MeterTotal(
                        new Amount(cost.getValue(), cost.getKey()),
                        new Amount(prices.getOrDefault(cost.getKey(), BigDecimal.ZERO), cost.getKey())))
                .toList();
    }

    private Map<String, BigDecimal> sums(Function<Meter, @Nullable Amount> field) {
        Map<String, BigDecimal> sums = new TreeMap<>();
        for (Meter meter : meters) {
            Amount amount = field.apply(meter);
            if (amount != null) {
                sums.merge(amount.currency(), amount.value(), BigDecimal::add);
            }
        }
        return sums;
    }
}
