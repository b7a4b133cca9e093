package dev.atelier.autopilot.worker.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.autopilot.worker.feature.FeatureStyle;
import dev.atelier.autopilot.worker.feature.Matrix;
import dev.atelier.autopilot.worker.job.Deadline;
import dev.atelier.autopilot.worker.job.Failure;
import dev.atelier.autopilot.worker.job.ProblemType;
import dev.atelier.autopilot.worker.job.StepException;
import dev.atelier.autopilot.worker.metric.Metric;
import dev.atelier.autopilot.worker.metric.Scores;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class LearnerTest {

    private static final int ROWS = 600;
    private static final Parameters FEW_ROUNDS = new Parameters(Map.of("rounds", 60));

    static Stream<Arguments> everyCase() {
        return Stream.of(Algorithm.values())
                .flatMap(algorithm -> Stream.of(ProblemType.values()).map(type -> Arguments.of(algorithm, type)));
    }

    @ParameterizedTest
    @MethodSource("everyCase")
    void learnsASignal(Algorithm algorithm, ProblemType type) {
        try (FittedModel model = fit(algorithm, type, true, 1).model()) {
            Sample fresh = sample(algorithm, type, true, 99);
            double[] predictions = model.predict(fresh.matrix());
            Map<Metric, Double> scores = new Scores(type, classes(type)).compute(fresh.target(), predictions, 0.5);

            assertThat(predictions).hasSize(ROWS * type.outputs(classes(type)));
            switch (type) {
                case BINARY_CLASSIFICATION -> assertThat(scores.get(Metric.AUC)).isGreaterThan(0.9);
                case MULTICLASS_CLASSIFICATION ->
                    assertThat(scores.get(Metric.ACCURACY)).isGreaterThan(0.7);
                case REGRESSION -> assertThat(scores.get(Metric.R2)).isGreaterThan(0.7);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("everyCase")
    void findsNothingInNoise(Algorithm algorithm, ProblemType type) {
        try (FittedModel model = fit(algorithm, type, false, 1).model()) {
            Sample fresh = sample(algorithm, type, false, 99);
            Map<Metric, Double> scores =
                    new Scores(type, classes(type)).compute(fresh.target(), model.predict(fresh.matrix()), 0.5);

            if (type == ProblemType.REGRESSION) {
                // Trees without pruning repeat the noise that they saw, which is worse than the mean.
                boolean unpruned = algorithm == Algorithm.EXTRA_TREES || algorithm == Algorithm.RANDOM_FOREST;
                assertThat(scores.get(Metric.R2)).isBetween(unpruned ? -0.3 : -0.1, 0.05);
            } else {
                assertThat(scores.get(Metric.AUC)).isBetween(0.42, 0.58);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("everyCase")
    void isReproducibleAndSurvivesItsBytes(Algorithm algorithm, ProblemType type) {
        Sample fresh = sample(algorithm, type, true, 5);
        try (FittedModel model = fit(algorithm, type, true, 1).model();
                FittedModel again = fit(algorithm, type, true, 1).model();
                FittedModel loaded = algorithm.learner().load(model.bytes(), type, classes(type))) {
            assertThat(again.bytes()).isEqualTo(model.bytes());
            double[] predictions = model.predict(fresh.matrix());
            assertThat(loaded.predict(fresh.matrix())).containsExactly(predictions);
            int outputs = type.outputs(classes(type));
            for (int i = 0; i < 20; i++) {
                assertThat(loaded.predict(fresh.matrix().slice(i, i + 1)))
                        .as("a row alone")
                        .containsExactly(java.util.Arrays.copyOfRange(predictions, i * outputs, (i + 1) * outputs));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void stopsAtItsDeadline(Algorithm algorithm) {
        Deadline over = new Deadline(System.nanoTime() - 1);

        assertThatThrownBy(() -> fit(algorithm, ProblemType.BINARY_CLASSIFICATION, true, 1, over))
                .isInstanceOfSatisfying(
                        StepException.class, e -> assertThat(e.code()).isEqualTo(Failure.Code.DEADLINE_EXCEEDED));
    }

    private static Fit fit(Algorithm algorithm, ProblemType type, boolean signal, int seed) {
        return fit(algorithm, type, signal, seed, Deadline.NONE);
    }

    private static Fit fit(Algorithm algorithm, ProblemType type, boolean signal, int seed, Deadline deadline) {
        return algorithm
                .learner()
                .fit(new FitTask(
                        type,
                        classes(type),
                        sample(algorithm, type, signal, seed),
                        sample(algorithm, type, signal, seed + 1),
                        algorithm == Algorithm.LINEAR ? new Parameters(Map.of()) : FEW_ROUNDS,
                        3,
                        deadline,
                        Progress.NONE));
    }

    private static int classes(ProblemType type) {
        return switch (type) {
            case BINARY_CLASSIFICATION -> 2;
            case MULTICLASS_CLASSIFICATION -> 3;
            case REGRESSION -> 0;
        };
    }

    /** Three numbers (some missing, for trees) and a category; the target follows the first two and the category, or nothing. */
    private static Sample sample(Algorithm algorithm, ProblemType type, boolean signal, int seed) {
        Random random = new Random(seed);
        boolean tree = algorithm.learner().style() == FeatureStyle.TREE;
        double[] x = new double[ROWS * 4];
        double[] y = new double[ROWS];
        for (int i = 0; i < ROWS; i++) {
            double a = random.nextGaussian();
            double b = random.nextGaussian();
            int c = random.nextInt(2);
            double score = signal ? 2 * a - b + 1.5 * c + 0.3 * random.nextGaussian() : random.nextGaussian();
            x[i * 4] = a;
            x[i * 4 + 1] = b;
            x[i * 4 + 2] = tree && random.nextInt(10) == 0 ? Double.NaN : random.nextGaussian();
            x[i * 4 + 3] = c;
            y[i] = switch (type) {
                case BINARY_CLASSIFICATION -> score > 0.7 ? 1 : 0;
                case MULTICLASS_CLASSIFICATION -> score < -0.5 ? 0 : score < 1.5 ? 1 : 2;
                case REGRESSION -> 100 + 10 * score;
            };
        }
        return new Sample(new Matrix(ROWS, 4, x, tree ? List.of(3) : List.of()), y);
    }
}
