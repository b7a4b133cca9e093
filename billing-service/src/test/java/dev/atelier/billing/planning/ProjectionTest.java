package dev.atelier.billing.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProjectionTest {
    private static final double[] WORKWEEK = {10, 10, 10, 10, 10, 0, 0};

    @Test
    void weeksThatAreAllTheSameLeaveNoDoubt() {
        double[] history =
                IntStream.range(0, 28).mapToDouble(day -> WORKWEEK[day % 7]).toArray();
        Projection projection = Projection.of(history, 0.5, 8);
        assertThat(projection.basis()).isEqualTo(MonthForecast.Basis.WEEKS);
        assertThat(projection.expected()).isEqualTo(0.5 * 10 + 4 * 10 + 10 + 10, within(1e-9));
        assertThat(projection.spread()).isZero();
        assertThat(projection.days()).isEqualTo(28);
    }

    @Test
    void fewDaysAreTakenAsTheyWere() {
        Projection projection = Projection.of(new double[] {1, 3}, 1, 9);
        assertThat(projection.basis()).isEqualTo(MonthForecast.Basis.DAYS);
        assertThat(projection.expected()).isEqualTo(20, within(1e-9));
        assertThat(projection.spread()).isGreaterThan(20);
    }

    /** Of months like the past, the range holds about eight of ten; never so many that it says nothing. */
    @Test
    void theRangeHoldsEightOfTenMonths() {
        Random random = new Random(20260301);
        for (int weeks : new int[] {3, 4, 8}) {
            int held = 0;
            int worlds = 2000;
            for (int world = 0; world < worlds; world++) {
                double[] days = IntStream.range(0, (weeks + 4) * 7)
                        .mapToDouble(day -> WORKWEEK[day % 7] * (1 + 0.4 * random.nextGaussian()))
                        .toArray();
                int left = random.nextInt(28);
                Projection projection = Projection.of(Arrays.copyOf(days, weeks * 7), 1, left);
                double truth =
                        Arrays.stream(days, weeks * 7, weeks * 7 + 1 + left).sum();
                held += Math.abs(truth - projection.expected()) <= projection.spread() ? 1 : 0;
            }
            assertThat((double) held / worlds).as("%d weeks", weeks).isBetween(0.72, 0.92);
        }
    }
}
