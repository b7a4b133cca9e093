package dev.atelier.billing.cost;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    /** Whether some of a currency's total was priced with an estimate. */
    public boolean estimated(String currency) {
        return rows.stream()
                .anyMatch(row -> row.estimated() && row.cost().currency().equals(currency));
    }

    /** Whether anything was. */
    public boolean estimated() {
        return rows.stream().anyMatch(CostRow::estimated);
    }

    /** Adds up lines by group and currency. All lines have the same number of group values. */
    public static CostTable of(Iterable<CostLine> lines) {
        Map<Key, Sum> sums = new HashMap<>();
        for (CostLine line : lines) {
            sums.computeIfAbsent(new Key(line.group(), line.currency()), Sum::new)
                    .add(line);
        }
        List<Sum> ordered = sums.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(ORDER))
                .map(Map.Entry::getValue)
                .toList();
        Map<String, List<Sum>> byCurrency = ordered.stream()
                .collect(Collectors.groupingBy(sum -> sum.key.currency(), TreeMap::new, Collectors.toList()));
        List<Amount> totals = new ArrayList<>();
        byCurrency.forEach((currency, ofCurrency) -> {
            List<BigDecimal> amounts = Apportionment.amounts(
                    ofCurrency.stream().map(sum -> sum.cost).toList());
            for (int i = 0; i < amounts.size(); i++) {
                ofCurrency.get(i).amount = amounts.get(i);
            }
            totals.add(
                    new Amount(ExactCost.plain(amounts.stream().reduce(BigDecimal.ZERO, BigDecimal::add)), currency));
        });
        return new CostTable(ordered.stream().map(Sum::row).toList(), totals);
    }

    private record Key(List<String> group, String currency) {}

    private static final class Sum {
        private final Key key;
        private ExactCost cost = ExactCost.ZERO;
        /** What is shown of the cost. */
        private BigDecimal amount = BigDecimal.ZERO;

        private ExactCost idleCost = ExactCost.ZERO;
        private ExactCost sharingSaved = ExactCost.ZERO;
        private BigInteger instanceMicros = BigInteger.ZERO;
        private BigInteger byteMicros = BigInteger.ZERO;
        private boolean running;
        private boolean estimated;

        Sum(Key key) {
            this.key = key;
        }

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

        CostRow row() {
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
