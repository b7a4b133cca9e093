package dev.atelier.billing.cost;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Costs by group. In each currency the rows add up to the total, to the last digit.
 *
 * @param rows ordered by group, then currency
 * @param totals one per currency; empty when there was no usage
 */
public record CostTable(List<CostRow> rows, List<Amount> totals) {
    private static final Comparator<Key> ORDER = (one, other) -> {
        for (int i = 0; i < one.group().size(); i++) {
            int order = one.group().get(i).compareTo(other.group().get(i));
            if (order != 0) {
                return order;
            }
        }
        return one.currency().compareTo(other.currency());
    };

    public CostTable {
        rows = List.copyOf(rows);
        totals = List.copyOf(totals);
    }

    /** Adds up lines by group and currency. All lines have the same number of group values. */
    public static CostTable of(Iterable<CostLine> lines) {
        Map<Key, Sum> sums = new HashMap<>();
        for (CostLine line : lines) {
            sums.computeIfAbsent(new Key(line.group(), line.currency()), _ -> new Sum())
                    .add(line);
        }
        List<Key> keys = sums.keySet().stream().sorted(ORDER).toList();
        Map<String, List<Key>> byCurrency =
                keys.stream().collect(Collectors.groupingBy(Key::currency, TreeMap::new, Collectors.toList()));
        Map<Key, BigDecimal> amounts = HashMap.newHashMap(keys.size());
        List<Amount> totals = new ArrayList<>();
        byCurrency.forEach((currency, ofCurrency) -> {
            List<BigDecimal> parts = Apportionment.amounts(
                    ofCurrency.stream().map(key -> sum(sums, key).cost).toList());
            for (int i = 0; i < parts.size(); i++) {
                amounts.put(ofCurrency.get(i), parts.get(i));
            }
            totals.add(new Amount(ExactCost.plain(parts.stream().reduce(BigDecimal.ZERO, BigDecimal::add)), currency));
        });
        return new CostTable(
                keys.stream()
                        .map(key -> sum(sums, key).row(key, Objects.requireNonNull(amounts.get(key))))
                        .toList(),
                totals);
    }

    private static Sum sum(Map<Key, Sum> sums, Key key) {
        return Objects.requireNonNull(sums.get(key));
    }

    private record Key(List<String> group, String currency) {}

    private static final class Sum {
        private ExactCost cost = ExactCost.ZERO;
        private ExactCost idleCost = ExactCost.ZERO;
        private ExactCost sharingSaved = ExactCost.ZERO;
        private BigInteger instanceMicros = BigInteger.ZERO;
        private BigInteger byteMicros = BigInteger.ZERO;
        private boolean running;
        private boolean estimated;

        void add(CostLine line) {
            cost = cost.plus(line.cost());
            idleCost = idleCost.plus(line.idleCost());
            sharingSaved = sharingSaved.plus(line.sharingSaved());
            if (line.storage()) {
                byteMicros = byteMicros.add(line.micros());
            } else {
                instanceMicros = instanceMicros.add(line.micros());
            }
            running |= line.running();
            estimated |= line.estimated();
        }

        CostRow row(Key key, BigDecimal amount) {
            return new CostRow(
                    key.group(),
                    new Amount(amount, key.currency()),
                    Micros.duration(instanceMicros),
                    ExactCost.gbMonths(byteMicros),
                    new Amount(idleCost.amount(), key.currency()),
                    new Amount(sharingSaved.amount(), key.currency()),
                    running,
                    estimated);
        }
    }
}
