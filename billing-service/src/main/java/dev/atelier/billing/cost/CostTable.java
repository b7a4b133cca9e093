package dev.atelier.billing.cost;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
        Map<Key, Sum> sums = new TreeMap<>(ORDER);
        for (CostLine line : lines) {
            sums.computeIfAbsent(new Key(line.group(), line.currency()), _ -> new Sum())
                    .add(line);
        }
        Map<String, List<Map.Entry<Key, Sum>>> byCurrency = new TreeMap<>();
        sums.entrySet()
                .forEach(entry -> byCurrency
                        .computeIfAbsent(entry.getKey().currency(), _ -> new ArrayList<>())
                        .add(entry));

        Map<Key, CostRow> rows = new TreeMap<>(ORDER);
        List<Amount> totals = new ArrayList<>();
        byCurrency.forEach((currency, entries) -> {
            List<BigDecimal> amounts = Apportionment.amounts(
                    entries.stream().map(entry -> entry.getValue().cost).toList());
            for (int i = 0; i < entries.size(); i++) {
                Key key = entries.get(i).getKey();
                rows.put(key, entries.get(i).getValue().row(key, amounts.get(i)));
            }
            totals.add(
                    new Amount(ExactCost.plain(amounts.stream().reduce(BigDecimal.ZERO, BigDecimal::add)), currency));
        });
        return new CostTable(List.copyOf(rows.values()), totals);
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
                byteMicros = byteMicros.add(line.measure().micros());
            } else {
                instanceMicros = instanceMicros.add(line.measure().micros());
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
