package dev.atelier.autopilot.worker.learner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.autopilot.worker.feature.Matrix;
import dev.atelier.autopilot.worker.job.Deadline;
import dev.atelier.autopilot.worker.job.ProblemType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LossTest {

    private static final int ROWS = 700;
    private static final int COLUMNS = 3;

    @ParameterizedTest
    @CsvSource({
        "LIGHTGBM, poisson",
        "LIGHTGBM, tweedie",
        "XGBOOST, poisson",
        "XGBOOST, tweedie",
        "MLP, poisson",
        "MLP, tweedie",
        "LINEAR, poisson",
        "LINEAR, tweedie"
    })
    void learnsWhatMultiplies(Algorithm algorithm, String loss) {
        Sample fresh = sample(9);
        double mean = sum(fresh) / ROWS;
        try (FittedModel model = fit(algorithm, Map.of(Parameters.LOSS, loss));
                FittedModel loaded = algorithm.learner().load(model.bytes(), ProblemType.REGRESSION, 0)) {
            double[] predictions = model.predict(fresh.matrix());

            assertThat(Arrays.stream(predictions)).allMatch(value -> value >= 0);
            assertThat(error(fresh, predictions))
                    .as("squared error, against that of the mean")
                    .isLessThan(0.4
                            * error(
                                    fresh,
                                    DoubleStream.generate(() -> mean)
                                            .limit(ROWS)
                                            .toArray()));
            assertThat(Arrays.stream(predictions).sum())
                    .as("values, not exponentials of mean logarithms")
                    .isBetween(0.85 * sum(fresh), 1.15 * sum(fresh));
            assertThat(loaded.predict(fresh.matrix())).containsExactly(predictions);
            assertThat(model.contributions(fresh.matrix())).isNull();
        }
    }

    private static double error(Sample fresh, double[] predictions) {
        double sum = 0;
        for (int i = 0; i < predictions.length; i++) {
            sum += Math.pow(predictions[i] - fresh.target()[i], 2);
        }
        return sum;
    }

    private static double sum(Sample fresh) {
        return Arrays.stream(fresh.target()).sum();
    }

    private static FittedModel fit(Algorithm algorithm, Map<String, Object> more) {
        Map<String, Object> parameters = new HashMap<>(more);
        parameters.put(
                algorithm == Algorithm.XGBOOST ? "eta" : "learning_rate", algorithm == Algorithm.MLP ? 0.01 : 0.1);
        return algorithm
                .learner()
                .fit(new FitTask(
                        ProblemType.REGRESSION,
                        0,
                        sample(1),
                        sample(2),
                        new Parameters(parameters),
                        3,
                        Deadline.NONE,
                        Progress.NONE))
                .model();
    }

    /** Each column multiplies, as does some noise; a few values are tens of times the median. */
    private static Sample sample(int seed) {
        Random random = new Random(seed);
        double[] x = new double[ROWS * COLUMNS];
        double[] y = new double[ROWS];
        for (int i = 0; i < ROWS; i++) {
            double logarithm = 0;
            for (int j = 0; j < COLUMNS; j++) {
                x[i * COLUMNS + j] = random.nextDouble(-1, 1);
                logarithm += 1.3 * x[i * COLUMNS + j];
            }
            y[i] = i % 20 == 0 ? 0 : 5 * Math.exp(logarithm + 0.3 * random.nextGaussian());
        }
        return new Sample(new Matrix(ROWS, COLUMNS, x, List.of()), y);
    }
}
