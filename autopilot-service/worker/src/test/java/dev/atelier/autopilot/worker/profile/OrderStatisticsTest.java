package dev.atelier.autopilot.worker.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderStatisticsTest {

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "101, 1", "1000, 5", "1000, 1000000"})
    void findsWhatSortingWouldPutThere(int count, int kinds) {
        double[] values =
                new Random(7).ints(count, 0, kinds).mapToDouble(i -> i - 3.5).toArray();
        double[] sorted = values.clone();
        Arrays.sort(sorted);

        int from = 0;
        for (int index : new int[] {0, count / 4, count / 2, count - 1}) {
            assertThat(OrderStatistics.select(values, from, count - 1, index)).isEqualTo(sorted[index]);
            from = index;
        }
    }
}
