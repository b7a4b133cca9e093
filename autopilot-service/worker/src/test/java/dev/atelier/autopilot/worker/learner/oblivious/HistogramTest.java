package dev.atelier.autopilot.worker.learner.oblivious;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.autopilot.worker.feature.Matrix;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistogramTest {

    private static final int ROWS = 500;
    private static final int DEPTH = 4;

    /** By whichever way: all rows, smaller sides and what is left, or again all rows where a level left a column out. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void sumsAreThoseOfTheRows(int outputs) {
        Random random = new Random(outputs);
        double[] values = new double[3 * ROWS];
        for (int i = 0; i < ROWS; i++) {
            values[3 * i] = random.nextGaussian();
            values[3 * i + 1] = random.nextInt(5) == 0 ? Double.NaN : random.nextInt(7);
            values[3 * i + 2] = random.nextInt(5) == 0 ? Double.NaN : random.nextInt(4);
        }
        Bins bins = Bins.of(new Matrix(ROWS, 3, values, List.of(2)), 20);
        float[] drawn = new float[ROWS * (outputs + 1)];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = random.nextFloat();
        }
        Partition partition = new Partition(ROWS, DEPTH);
        Histogram histogram = new Histogram(bins, partition, DEPTH, outputs);
        List<Question> questions = List.of(new Question(0, 4, 0), new Question(2, 1, 0), new Question(1, 3, 0));

        for (int tree = 0; tree < 2; tree++) {
            partition.begin();
            histogram.begin();
            for (int level = 0; level < DEPTH; level++) {
                for (int column = 0; column < 3; column++) {
                    if (column != 1 || level != 2 - tree) {
                        double[] expected = expected(bins, column, partition, drawn, outputs);
                        assertThat(Arrays.copyOf(histogram.sums(column, drawn), expected.length))
                                .as("level %d, column %d", level, column)
                                .containsExactly(expected, within(1e-9));
                    }
                }
                if (level < DEPTH - 1) {
                    partition.part(bins, questions.get((level + tree) % 3));
                }
            }
        }
    }

    private static double[] expected(Bins bins, int column, Partition partition, float[] drawn, int outputs) {
        int used = bins.count(column) + (bins.categorical(column) ? 1 : 0);
        double[] sums = new double[(1 << partition.level()) * used * (outputs + 1)];
        for (int row = 0; row < ROWS; row++) {
            int cell = partition.leaf()[row] * used + (bins.column(column)[row] & 0xff);
            for (int k = 0; k <= outputs; k++) {
                sums[cell * (outputs + 1) + k] += drawn[row * (outputs + 1) + k];
            }
        }
        return sums;
    }
}
