package dev.atelier.autopilot.worker.learner.forest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.autopilot.worker.feature.Matrix;
import dev.atelier.autopilot.worker.job.Deadline;
import dev.atelier.autopilot.worker.job.ProblemType;
import dev.atelier.autopilot.worker.learner.FitTask;
import dev.atelier.autopilot.worker.learner.FittedModel;
import dev.atelier.autopilot.worker.learner.Parameters;
import dev.atelier.autopilot.worker.learner.Progress;
import dev.atelier.autopilot.worker.learner.Sample;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The walk gives what the definition gives: the mean over all orders of what a column adds. */
class ForestShapleyTest {

    private static final int ROWS = 200;
    private static final int COLUMNS = 4;
    private static final int EXPLAINED = 5;
    private static final int BACKGROUND = 7;

    @ParameterizedTest
    @EnumSource(ProblemType.class)
    void isTheShapleyValueOfThePrediction(ProblemType type) {
        Random random = new Random(1);
        double[] x = new double[ROWS * COLUMNS];
        double[] y = new double[ROWS];
        for (int i = 0; i < ROWS; i++) {
            for (int j = 0; j < COLUMNS; j++) {
                x[i * COLUMNS + j] = random.nextInt(20) == 0 ? Double.NaN : random.nextGaussian();
            }
            double first = x[i * COLUMNS];
            double score = random.nextGaussian() + 2 * (Double.isNaN(first) ? -3 : first);
            y[i] = switch (type) {
                case BINARY_CLASSIFICATION -> score > 0 ? 1 : 0;
                case MULTICLASS_CLASSIFICATION -> score < -1 ? 0 : score < 1 ? 1 : 2;
                case REGRESSION -> 50 + score;
            };
        }
        int classes = switch (type) {
            case BINARY_CLASSIFICATION -> 2;
            case MULTICLASS_CLASSIFICATION -> 3;
            case REGRESSION -> 0;
        };
        Matrix all = new Matrix(ROWS, COLUMNS, x, List.of());
        Sample sample = new Sample(all, y);
        FitTask task = new FitTask(
                type, classes, sample, sample, new Parameters(Map.of("rounds", 7)), 3, Deadline.NONE, Progress.NONE);
        Matrix explained = all.slice(0, EXPLAINED);
        Matrix background = all.slice(EXPLAINED, EXPLAINED + BACKGROUND);
        int outputs = type.outputs(classes);
        try (FittedModel model = new ForestLearner(true).fit(task).model()) {
            double[] values = model.contributions(explained, background);

            double[] predictions = model.predict(explained);
            for (int i = 0; i < EXPLAINED; i++) {
                double[] expected = byDefinition(model, explained, i, background, outputs);
                for (int k = 0; k < outputs; k++) {
                    int from = (i * outputs + k) * (COLUMNS + 1);
                    double sum = values[from + COLUMNS];
                    for (int j = 0; j < COLUMNS; j++) {
                        assertThat(values[from + j]).isCloseTo(expected[k * COLUMNS + j], within(1e-9));
                        sum += values[from + j];
                    }
                    assertThat(sum).isCloseTo(predictions[i * outputs + k], within(1e-9));
                }
            }
        }
    }

    private static double[] byDefinition(FittedModel model, Matrix rows, int row, Matrix background, int outputs) {
        double[] values = new double[outputs * COLUMNS];
        for (int j = 0; j < COLUMNS; j++) {
            for (int set = 0; set < 1 << COLUMNS; set++) {
                if ((set >> j & 1) == 0) {
                    double share = factorial(Integer.bitCount(set))
                            * factorial(COLUMNS - Integer.bitCount(set) - 1)
                            / factorial(COLUMNS);
                    double[] with = mean(model, rows, row, background, set | 1 << j, outputs);
                    double[] without = mean(model, rows, row, background, set, outputs);
                    for (int k = 0; k < outputs; k++) {
                        values[k * COLUMNS + j] += share * (with[k] - without[k]);
                    }
                }
            }
        }
        return values;
    }

    /** The mean prediction of the background with the columns of the set as the row has them. */
    private static double[] mean(FittedModel model, Matrix rows, int row, Matrix background, int set, int outputs) {
        double[] mixed = background.values().clone();
        for (int i = 0; i < background.rows(); i++) {
            for (int j = 0; j < COLUMNS; j++) {
                if ((set >> j & 1) == 1) {
                    mixed[i * COLUMNS + j] = rows.values()[row * COLUMNS + j];
                }
            }
        }
        double[] predictions = model.predict(new Matrix(background.rows(), COLUMNS, mixed, List.of()));
        double[] mean = new double[outputs];
        for (int i = 0; i < predictions.length; i++) {
            mean[i % outputs] += predictions[i] / background.rows();
        }
        return mean;
    }

    private static double factorial(int n) {
        double product = 1;
        for (int i = 2; i <= n; i++) {
            product *= i;
        }
        return product;
    }
}
