package dev.atelier.billing.cost;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Shows parts so that they add up to the shown total. Each part is cut after {@value ExactCost#SCALE} decimals, and the
 * units that are missing from the total go to the parts that lost most, one each; among equals the earlier part wins.
 */
public final class Apportionment {
    private static final BigDecimal UNIT = BigDecimal.ONE.movePointLeft(ExactCost.SCALE);

    private Apportionment() {}

    /** The shown amount of each part, in order; their sum is the {@link ExactCost#amount} of the sum of the parts. */
    public static List<BigDecimal> amounts(List<ExactCost> parts) {
        BigDecimal total =
                parts.stream().reduce(ExactCost.ZERO, ExactCost::plus).amount();
        List<BigDecimal> amounts = new ArrayList<>(parts.size());
        List<BigDecimal> remainders = new ArrayList<>(parts.size());
        BigDecimal missing = total;
        for (ExactCost part : parts) {
            BigDecimal floor = part.floor();
            amounts.add(floor);
            remainders.add(part.beyond(floor));
            missing = missing.subtract(floor);
        }
        int units = missing.divideToIntegralValue(UNIT).intValueExact();
        if (units > 0) {
            IntStream.range(0, parts.size())
                    .boxed()
                    .sorted(Comparator.<Integer, BigDecimal>comparing(remainders::get)
                            .reversed())
                    .limit(units)
                    .forEach(i -> amounts.set(i, amounts.get(i).add(UNIT)));
        }
        return amounts.stream().map(ExactCost::plain).toList();
    }
}
