package dev.atelier.autopilot.worker.learner.oblivious;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.autopilot.worker.feature.Matrix;
import dev.atelier.autopilot.worker.job.Deadline;
import dev.atelier.autopilot.worker.job.ProblemType;
import dev.atelier.autopilot.worker.learner.FitTask;
import dev.atelier.autopilot.worker.learner.FittedModel;
import dev.atelier.autopilot.worker.learner.Link;
import dev.atelier.autopilot.worker.learner.Parameters;
import dev.atelier.autopilot.worker.learner.Progress;
import dev.atelier.autopilot.worker.learner.Sample;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ObliviousModelTest {

    /** One question twice (of column 0) and another; a missing value answers no. */
    private static final ObliviousTree TREE = new ObliviousTree(
            new int[] {0, 1, 0},
            new double[] {0.5, 2, 1.5},
            new boolean[] {false, true, false},
            new double[] {1, 2, 3, 4, 50, 6, 70, 8},
            new int[] {10, 20, 5, 5, 0, 30, 0, 30});

    @Test
    void answersAreTheBitsOfTheLeaf() {
        ObliviousModel model = new ObliviousModel(ProblemType.REGRESSION, new double[] {100}, List.of(TREE));

        double[] predicted =
                model.predict(new Matrix(4, 2, new double[] {0, 0, 1, 2, 2, 2, Double.NaN, Double.NaN}, List.of(1)));

        assertThat(predicted).containsExactly(101, 104, 108, 101);
    }

    /** By the rows in the leaves: 2 is below 0.5 or not for 15 of 100 rows and so on; worked out by hand for the row that is above both borders and in the category. */
    @Test
    void contributionsAreShapleyValuesByTheRowsOfTheLeaves() {
        ObliviousModel model = new ObliviousModel(ProblemType.REGRESSION, new double[] {100}, List.of(TREE));

        double[] values = model.contributions(new Matrix(1, 2, new double[] {2, 2}, List.of(1)));

        double nothing = (10 * 1 + 20 * 2 + 5 * 3 + 5 * 4 + 30 * 6 + 30 * 8) / 100.0;
        // Column 0 known: yes and yes; the category as the 85 rows above the first border have it, 50 of them not in
        // it.
        double first = (50 * 6 + 35 * 8) / 85.0;
        // The category known: 15 rows below the first border, 85 above it, of whose 35 in the category 30 are above the
        // second.
        double second = 0.15 * 3 + 0.85 * (5 * 4 + 30 * 8) / 35.0;
        double both = 8;
        assertThat(values[2]).isCloseTo(100 + nothing, within(1e-12));
        assertThat(values[0]).isCloseTo((first - nothing + both - second) / 2, within(1e-12));
        assertThat(values[1]).isCloseTo((second - nothing + both - first) / 2, within(1e-12));
    }

    @Test
    void contributionsAddUpToTheSumsBeforeTheLink() {
        for (ProblemType type : List.of(ProblemType.BINARY_CLASSIFICATION, ProblemType.MULTICLASS_CLASSIFICATION)) {
            int classes = type == ProblemType.BINARY_CLASSIFICATION ? 2 : 3;
            try (FittedModel model = fitted(type, classes, Map.of("rounds", 30, "rsm", 0.7))) {
                Matrix rows = sample(classes, 9).matrix().slice(0, 20);
                double[] predicted = model.predict(rows);
                double[] values = model.contributions(rows);
                int outputs = type.outputs(classes);
                for (int row = 0; row < rows.rows(); row++) {
                    double[] sums = new double[outputs];
                    for (int k = 0; k < outputs; k++) {
                        int from = (row * outputs + k) * (rows.columns() + 1);
                        sums[k] = Arrays.stream(values, from, from + rows.columns() + 1)
                                .sum();
                    }
                    double[] probabilities = sums.clone();
                    Link.of(type).apply(probabilities, outputs);
                    assertThat(probabilities)
                            .containsExactly(
                                    Arrays.copyOfRange(predicted, row * outputs, (row + 1) * outputs), within(1e-9));
                }
            }
        }
    }

    @Test
    void rowsCountByTheirWeight() {
        double[] x = {0, 0, 1, 1};
        double[] y = {10, 20, 30, 40};
        Sample weighted = new Sample(new Matrix(4, 1, x, List.of()), y, new double[] {1, 0, 0, 1});

        try (FittedModel model = new ObliviousLearner()
                .fit(new FitTask(
                        ProblemType.REGRESSION,
                        0,
                        weighted,
                        weighted,
                        new Parameters(Map.of("rounds", 400, "l2_leaf_reg", 0.01, "bagging_temperature", 0.0)),
                        1,
                        Deadline.NONE,
                        Progress.NONE))
                .model()) {
            assertThat(model.predict(weighted.matrix())).containsExactly(new double[] {10, 10, 40, 40}, within(0.1));
        }
    }

    private static FittedModel fitted(ProblemType type, int classes, Map<String, Object> parameters) {
        return new ObliviousLearner()
                .fit(new FitTask(
                        type,
                        classes,
                        sample(classes, 1),
                        sample(classes, 2),
                        new Parameters(parameters),
                        1,
                        Deadline.NONE,
                        Progress.NONE))
                .model();
    }

    private static Sample sample(int classes, int seed) {
        Random random = new Random(seed);
        double[] x = new double[3 * 300];
        double[] y = new double[300];
        for (int i = 0; i < 300; i++) {
            x[3 * i] = random.nextGaussian();
            x[3 * i + 1] = random.nextInt(10) == 0 ? Double.NaN : random.nextGaussian();
            x[3 * i + 2] = random.nextInt(4);
            y[i] = Math.clamp(
                    (int) (x[3 * i] + (x[3 * i + 2] == 2 ? 1 : 0) + 0.5 * random.nextGaussian()), 0, classes - 1);
        }
        return new Sample(new Matrix(300, 3, x, List.of(2)), y);
    }
}
