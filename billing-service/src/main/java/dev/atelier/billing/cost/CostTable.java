package dev.atelier.billing.cost;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
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
    private static final Comparator<CostLine> ORDER =
            Comparator.comparing(CostLine::group, CostTable::compare).thenComparing(CostLine::currency);

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
    public static CostTable of(List<CostLine> lines) {
        CostLine[] sorted = lines.toArray(CostLine[]::new);
        Arrays.parallelSort(sorted, ORDER);
        List<Sum> ordered = new ArrayList<>(sorted.length);
        for (CostLine line : sorted) {
            if (ordered.isEmpty() || !ordered.getLast().takes(line)) {
                ordered.add(new Sum(line));
            } else {
                ordered.getLast().add(line);
            }
        }
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
        return new CostTable(ordered.parallelStream().map(Sum::row).toList(), totals);
    }

    /** By the first value that differs. */
    private static int compare(List<String> one, List<String> other) {
        int difference = 0;
        for (int i = 0; i < one.size() && difference == 0; i++) {
            difference = one.get(i).compareTo(other.get(i));
        }
        return difference;
    }

    private static final class Sum {
        private final List<String> group;
        private final String currency;
        private ExactCost cost;
        /** What is shown of the cost. */
        private BigDecimal amount = BigDecimal.ZERO;

        private ExactCost idleCost;
        private ExactCost sharingSaved;
        private BigInteger instanceMicros;
        private BigInteger byteMicros;
        private boolean running;
        private boolean estimated;

        Sum(CostLine first) {
            group = first.group();
            currency = first.currency();
            cost = first.cost();
            idleCost = first.idleCost();
            sharingSaved = first.sharingSaved();
            instanceMicros = first.storage() ? BigInteger.ZERO : first.micros();
            byteMicros = first.storage() ? first.micros() : BigInteger.ZERO;
            running = first.running();
            estimated = first.estimated();
        }

        boolean takes(CostLine line) {
            return group.equals(line.group()) && currency.equals(line.currency());
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
