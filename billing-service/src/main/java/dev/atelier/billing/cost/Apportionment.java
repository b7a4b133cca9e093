package dev.atelier.billing.cost;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Shows parts so that they add up to the shown total. Each part is cut after {@value ExactCost#SCALE} decimals, and the
 * units that are missing from the total go to the parts that lost most, one each; among equals the earlier part wins. Tens of
 * thousands of parts are the work of all cores.
 */
public final class Apportionment {
    private static final BigDecimal UNIT = BigDecimal.ONE.movePointLeft(ExactCost.SCALE);

    private Apportionment() {}

    /** The shown amount of each part, in order; their sum is the {@link ExactCost#amount} of the sum of the parts. */
    public static List<BigDecimal> amounts(List<ExactCost> parts) {
        List<Share> shares = parts.parallelStream().map(Share::of).toList();
        BigDecimal missing = parts.stream()
                .reduce(ExactCost.ZERO, ExactCost::plus)
                .amount()
                .subtract(shares.stream().map(Share::floor).reduce(BigDecimal.ZERO, BigDecimal::add));
        int units = missing.divideToIntegralValue(UNIT).intValueExact();
        boolean[] more = new boolean[parts.size()];
        if (units > 0) {
            Integer[] order = IntStream.range(0, parts.size()).boxed().toArray(Integer[]::new);
            Arrays.parallelSort(
                    order,
                    Comparator.<Integer, BigDecimal>comparing(i -> shares.get(i).lost())
                            .reversed());
            Arrays.stream(order).limit(units).forEach(i -> more[i] = true);
        }
        return IntStream.range(0, parts.size())
                .parallel()
                .mapToObj(i -> shares.get(i).shown(more[i]))
                .toList();
    }

    /**
     * A part that was cut.
     *
     * @param lost what was cut off, in units
     */
    private record Share(BigDecimal floor, BigDecimal lost) {
        static Share of(ExactCost part) {
            BigDecimal floor = part.floor();
            return new Share(floor, part.beyond(floor));
        }

        BigDecimal shown(boolean withUnit) {
            return ExactCost.plain(withUnit ? floor.add(UNIT) : floor);
        }
    }
}
