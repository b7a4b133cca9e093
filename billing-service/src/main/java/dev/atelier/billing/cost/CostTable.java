package dev.atelier.billing.cost;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
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
        GroupOrder order = GroupOrder.of(lines);
        List<Sum> sorted = lines.parallelStream()
                .map(line -> new Sum(line, order.place(line)))
                .sorted((one, other) -> Arrays.compare(one.place, other.place))
                .toList();
        List<Sum> ordered = new ArrayList<>(sorted.size());
        for (Sum sum : sorted) {
            if (ordered.isEmpty() || !Arrays.equals(ordered.getLast().place, sum.place)) {
                ordered.add(sum);
            } else {
                ordered.getLast().add(sum.line);
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

    private static final class Sum {
        private final int[] place;
        private final CostLine line;
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

        Sum(CostLine first, int[] place) {
            this.place = place;
            line = first;
            currency = first.currency();
            cost = first.cost();
            idleCost = first.idleCost();
            sharingSaved = first.sharingSaved();
            instanceMicros = first.storage() ? BigInteger.ZERO : first.micros();
            byteMicros = first.storage() ? first.micros() : BigInteger.ZERO;
            running = first.running();
            estimated = first.estimated();
        }

        void add(CostLine other) {
            cost = cost.plus(other.cost());
            idleCost = idleCost.plus(other.idleCost());
            sharingSaved = sharingSaved.plus(other.sharingSaved());
            if (other.storage()) {
                byteMicros = byteMicros.add(other.micros());
            } else {
                instanceMicros = instanceMicros.add(other.micros());
            }
            running |= other.running();
            estimated |= other.estimated();
        }

        CostRow row() {
            return new CostRow(
                    line.group(),
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
