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
    /** Between the values of a key, none of which has it: keys are ordered as their values are, one after the other. */
    private static final String SEPARATOR = "\0";

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
        Map<String, Sum> sums = new HashMap<>();
        for (CostLine line : lines) {
            sums.computeIfAbsent(key(line), key -> new Sum(key, line)).add(line);
        }
        List<Sum> ordered = sums.values().stream()
                .sorted(Comparator.comparing(sum -> sum.key))
                .toList();
        Map<String, List<Sum>> byCurrency =
                ordered.stream().collect(Collectors.groupingBy(sum -> sum.currency, TreeMap::new, Collectors.toList()));
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

    private static String key(CostLine line) {
        StringBuilder key = new StringBuilder();
        line.group().forEach(value -> key.append(value).append(SEPARATOR));
        return key.append(line.currency()).toString();
    }

    private static final class Sum {
        private final String key;
        private final List<String> group;
        private final String currency;
        private ExactCost cost = ExactCost.ZERO;
        /** What is shown of the cost. */
        private BigDecimal amount = BigDecimal.ZERO;

        private ExactCost idleCost = ExactCost.ZERO;
        private ExactCost sharingSaved = ExactCost.ZERO;
        private BigInteger instanceMicros = BigInteger.ZERO;
        private BigInteger byteMicros = BigInteger.ZERO;
        private boolean running;
        private boolean estimated;

        Sum(String key, CostLine first) {
            this.key = key;
            this.group = first.group();
            this.currency = first.currency();
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
                    group,
                    new Amount(amount, currency),
                    Micros.duration(instanceMicros),
                    ExactCost.gbMonths(byteMicros),
                    new Amount(idleCost.amount(), currency),
                    new Amount(sharingSaved.amount(), currency),
                    running,
                    estimated);
        }
    }
}
