package dev.atelier.autopilot.worker.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DistinctCountTest {

    @Test
    void isExactWhileThereAreFew() {
        assertThat(count(1_000, 3)).isEqualTo(1_000);
        assertThat(count(0, 1)).isZero();
    }

    @Test
    void isAboutRightOfManyWhateverTheirOrder() {
        DistinctCount backwards = new DistinctCount();
        for (int i = 500_000; i > 0; i--) {
            backwards.add("value " + i);
        }

        assertThat(count(500_000, 2)).isBetween(485_000L, 515_000L).isEqualTo(backwards.count());
    }

    private static long count(int values, int times) {
        DistinctCount count = new DistinctCount();
        for (int time = 0; time < times; time++) {
            for (int i = 1; i <= values; i++) {
                count.add("value " + i);
            }
        }
        return count.count();
    }
}
