package dev.atelier.autopilot.worker.learner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.autopilot.worker.feature.Matrix;
import dev.atelier.autopilot.worker.job.Deadline;
import dev.atelier.autopilot.worker.job.ProblemType;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ColumnProductsTest {

    private static final int ROWS = 500;
    private static final int COLUMNS = 4;

    @ParameterizedTest
    @EnumSource(ProblemType.class)
    void letALinearModelBend(ProblemType type) {
        Sample fresh = sample(type, 3);
        try (FittedModel straight = fit(type, 1);
                FittedModel bent = fit(type, 2);
                FittedModel loaded = new LinearLearner().load(bent.bytes(), type, classes(type))) {
            double[] predictions = bent.predict(fresh.matrix());

            assertThat(loss(type, fresh, predictions))
                    .isLessThan(0.5 * loss(type, fresh, straight.predict(fresh.matrix())));
            assertThat(loaded.predict(fresh.matrix())).containsExactly(predictions);
            int outputs = type.outputs(classes(type));
            assertThat(loaded.predict(fresh.matrix().slice(7, 8)))
                    .containsExactly(java.util.Arrays.copyOfRange(predictions, 7 * outputs, 8 * outputs));
        }
    }

    @Test
    void areOfTheColumnsThatSayMostAndAreNewsEach() {
        Sample sample = sample(ProblemType.REGRESSION, 1);

        ColumnProducts products = ColumnProducts.of(sample, 1);

        assertThat(products.first())
                .as("the fourth column is 0 or 1, its square the same")
                .hasSize(9);
        Matrix expanded = products.apply(new Matrix(1, COLUMNS, new double[] {2, -1, 50, 1}, List.of()));
        assertThat(expanded.values()).containsExactly(2, -1, 50, 1, 4, -2, 6, 2, 1, -3, -1, 9, 3);
    }

    @Test
    void staySmallWhereColumnsAndRowsAreMany() {
        int rows = 30_000;
        int columns = 200;
        Random random = new Random(5);
        double[] x = random.doubles((long) rows * columns).toArray();
        double[] y = new double[rows];
        for (int i = 0; i < rows; i++) {
            y[i] = x[i * columns + 150];
        }

        ColumnProducts products = ColumnProducts.of(new Sample(new Matrix(rows, columns, x, List.of()), y), 1);

        assertThat((long) products.first().size() * rows).isLessThan(21_000_000);
        assertThat(products.first()).contains(150);
    }

    private static FittedModel fit(ProblemType type, int degree) {
        return new LinearLearner()
                .fit(new FitTask(
                        type,
                        classes(type),
                        sample(type, 1),
                        sample(type, 2),
                        new Parameters(Map.of("degree", degree)),
                        1,
                        Deadline.NONE,
                        Progress.NONE))
                .model();
    }

    private static double loss(ProblemType type, Sample sample, double[] predictions) {
        return new FitTask(
                        type, classes(type), sample, sample, new Parameters(Map.of()), 1, Deadline.NONE, Progress.NONE)
                .validationLoss(predictions);
    }

    private static int classes(ProblemType type) {
        return switch (type) {
            case BINARY_CLASSIFICATION -> 2;
            case MULTICLASS_CLASSIFICATION -> 3;
            case REGRESSION -> 0;
        };
    }

    /** What counts is a product and a square; the last column is 0 or 1. */
    private static Sample sample(ProblemType type, int seed) {
        Random random = new Random(seed);
        double[] x = new double[ROWS * COLUMNS];
        double[] y = new double[ROWS];
        for (int i = 0; i < ROWS; i++) {
            for (int j = 0; j < COLUMNS; j++) {
                x[i * COLUMNS + j] = j == 3 ? random.nextInt(2) : random.nextGaussian();
            }
            double score = x[i * COLUMNS] * x[i * COLUMNS + 1] + x[i * COLUMNS + 2] * x[i * COLUMNS + 2] - 1;
            y[i] = switch (type) {
                case BINARY_CLASSIFICATION -> score > 0 ? 1 : 0;
                case MULTICLASS_CLASSIFICATION -> score < -0.7 ? 0 : score < 0.7 ? 1 : 2;
                case REGRESSION -> score;
            };
        }
        return new Sample(new Matrix(ROWS, COLUMNS, x, List.of()), y);
    }
}
