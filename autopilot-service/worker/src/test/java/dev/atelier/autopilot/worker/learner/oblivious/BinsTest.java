package dev.atelier.autopilot.worker.learner.oblivious;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.autopilot.worker.feature.Matrix;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BinsTest {

    @Test
    void fewValuesHaveABinEachAndMissingOnesStandBelowAll() {
        Bins bins = Bins.of(new Matrix(5, 1, new double[] {3, Double.NaN, 1, 3, 2}, List.of()), Bins.MOST_BORDERS);

        assertThat(bins.count(0)).isEqualTo(4);
        assertThat(bins.column(0)).containsExactly(3, 0, 1, 3, 2);
        assertThat(bins.asked(0, 0)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(bins.asked(0, 1)).isEqualTo(1.5);
    }

    @Test
    void manyValuesSharesBinsOfAboutEquallyManyRowsThatAgreeWithTheirBorders() {
        int rows = 20_000;
        double[] values =
                new Random(1).doubles(rows).map(value -> value * value).toArray();

        Bins bins = Bins.of(new Matrix(rows, 1, values, List.of()), Bins.MOST_BORDERS);

        assertThat(bins.count(0)).isBetween(250, 255);
        int[] sizes = new int[256];
        for (int i = 0; i < rows; i++) {
            int bin = bins.column(0)[i] & 0xff;
            sizes[bin]++;
            if (bin > 0) {
                assertThat(values[i]).isGreaterThan(bins.asked(0, bin - 1));
            }
            if (bin < bins.count(0) - 1) {
                assertThat(values[i]).isLessThanOrEqualTo(bins.asked(0, bin));
            }
        }
        assertThat(sizes[100]).isBetween(60, 100);
    }

    @Test
    void neighbouringNumbersAreToldApart() {
        double low = 1;
        double high = Math.nextUp(low);

        Bins bins = Bins.of(new Matrix(2, 1, new double[] {low, high}, List.of()), Bins.MOST_BORDERS);

        assertThat(bins.column(0)).containsExactly(0, 1);
        assertThat(bins.asked(0, 0)).isEqualTo(low);
    }

    @Test
    void categoriesAreTheirCodes() {
        Bins bins = Bins.of(new Matrix(4, 1, new double[] {2, 0, Double.NaN, 250}, List.of(0)), Bins.MOST_BORDERS);

        assertThat(bins.categorical(0)).isTrue();
        assertThat(bins.column(0)).containsExactly(2, 0, (byte) 251, (byte) 250);
        assertThat(bins.count(0)).isEqualTo(251);
        assertThat(bins.asked(0, 2)).isEqualTo(2);
    }
}
