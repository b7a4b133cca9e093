package dev.atelier.autopilot.worker.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.autopilot.worker.data.RowWeights;
import dev.atelier.autopilot.worker.feature.Matrix;
import dev.atelier.autopilot.worker.job.Deadline;
import dev.atelier.autopilot.worker.job.ProblemType;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LinearSolverTest {

    private static final int ROWS = 50;
    private static final int COLUMNS = 4;

    @ParameterizedTest
    @EnumSource(ProblemType.class)
    void gradientMatchesDifferences(ProblemType type) {
        LinearObjective objective = objective(type);
        Random random = new Random(2);
        double[] weights = random.doubles(objective.size(), -1, 1).toArray();
        double[] gradient = new double[weights.length];
        objective.evaluate(weights, 0.3, gradient);

        for (int i = 0; i < weights.length; i++) {
            double h = 1e-6;
            double[] scratch = new double[weights.length];
            double[] moved = weights.clone();
            moved[i] += h;
            double above = objective.evaluate(moved, 0.3, scratch);
            moved[i] -= 2 * h;
            double below = objective.evaluate(moved, 0.3, scratch);
            assertThat(gradient[i]).isCloseTo((above - below) / (2 * h), within(1e-6));
        }
    }

    @Test
    void solvesRidgeRegressionExactly() {
        LinearObjective objective = objective(ProblemType.REGRESSION);
        double[] weights = new double[objective.size()];
        new OwlQn(objective, 500, 1e-15).minimise(weights, 0, 0.1, Deadline.NONE);

        double[] gradient = new double[weights.length];
        objective.evaluate(weights, 0.1, gradient);
        for (double g : gradient) {
            assertThat(g)
                    .as("the gradient vanishes at the minimum of a convex loss")
                    .isCloseTo(0, within(1e-5));
        }
    }

    @ParameterizedTest
    @EnumSource(ProblemType.class)
    void l1SolutionMeetsItsOptimalityConditions(ProblemType type) {
        double l1 = 0.08;
        LinearObjective objective = objective(type);
        double[] weights = new double[objective.size()];
        new OwlQn(objective, 500, 1e-15).minimise(weights, l1, 0, Deadline.NONE);

        double[] gradient = new double[weights.length];
        objective.evaluate(weights, 0, gradient);
        int zeros = 0;
        for (int i = 0; i < weights.length; i++) {
            if (objective.isIntercept(i)) {
                assertThat(gradient[i]).isCloseTo(0, within(1e-4));
            } else if (weights[i] == 0) {
                zeros++;
                assertThat(Math.abs(gradient[i])).isLessThanOrEqualTo(l1 + 1e-6);
            } else {
                assertThat(gradient[i]).isCloseTo(-Math.signum(weights[i]) * l1, within(1e-4));
            }
        }
        assertThat(zeros).as("the useless column is left out").isPositive();
    }

    /** The target depends on the first two columns only. */
    private static LinearObjective objective(ProblemType type) {
        Random random = new Random(1);
        double[] x = random.doubles(ROWS * COLUMNS, -2, 2).toArray();
        double[] y = new double[ROWS];
        for (int i = 0; i < ROWS; i++) {
            double score = x[i * COLUMNS] - 0.5 * x[i * COLUMNS + 1] + 0.5 * random.nextGaussian();
            y[i] = switch (type) {
                case BINARY_CLASSIFICATION -> score > 0 ? 1 : 0;
                case MULTICLASS_CLASSIFICATION -> score < -0.5 ? 0 : score < 0.5 ? 1 : 2;
                case REGRESSION -> score;
            };
        }
        return new LinearObjective(
                type, type.outputs(3), Loss.SQUARED, new Matrix(ROWS, COLUMNS, x, List.of()), y, RowWeights.EQUAL);
    }
}
