package dev.atelier.autopilot.worker.learner.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.autopilot.worker.data.RowWeights;
import dev.atelier.autopilot.worker.feature.Matrix;
import dev.atelier.autopilot.worker.job.Deadline;
import dev.atelier.autopilot.worker.job.ProblemType;
import dev.atelier.autopilot.worker.learner.Fit;
import dev.atelier.autopilot.worker.learner.FitTask;
import dev.atelier.autopilot.worker.learner.FittedModel;
import dev.atelier.autopilot.worker.learner.Parameters;
import dev.atelier.autopilot.worker.learner.Progress;
import dev.atelier.autopilot.worker.learner.Sample;
import dev.atelier.autopilot.worker.metric.Scores;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkLearnerTest {

    private static final int CODES = 40;
    private static final NetworkLearner LEARNER = new NetworkLearner();

    @ParameterizedTest
    @ValueSource(strings = {"relu", "elu"})
    void learnsWhatCategoriesMeanTogether(String activation) {
        Sample fresh = sample(1_000, 3);

        try (FittedModel model = fit(Map.of("activation", activation)).model()) {
            assertThat(Scores.binaryLogLoss(fresh.target(), RowWeights.EQUAL, model.predict(fresh.matrix())))
                    .isLessThan(0.3);
        }
    }

    @Test
    void givesARowTheSameBitsAloneAndAmongOthersAndKnowsNoNewCategories() {
        Matrix rows = new Matrix(
                3, 3, new double[] {0, 0.5, 1, 7, -0.3, Double.NaN, CODES + 9, 1.5, CODES + 50}, List.of(0, 2));
        double[] unknown = {Double.NaN, 1.5, Double.NaN};

        try (FittedModel model = fit(Map.of("rounds", 5)).model()) {
            double[] together = model.predict(rows);
            double[] alone = new double[3];
            Arrays.setAll(alone, i -> model.predict(rows.slice(i, i + 1))[0]);

            assertThat(alone).containsExactly(together);
            assertThat(model.predict(new Matrix(1, 3, unknown, List.of(0, 2)))).containsExactly(together[2]);
        }
    }

    @Test
    void givesTheSameModelAgainFromTheNumberOfItsPasses() {
        Fit free = fit(Map.of("learning_rate", 0.02));
        Fit again = fit(Map.of("learning_rate", 0.02, "rounds", free.rounds()));

        assertThat(free.rounds()).as("ended by patience").isLessThan(120);
        assertThat(again.rounds()).isEqualTo(free.rounds());
        assertThat(again.model().bytes()).isEqualTo(free.model().bytes());
    }

    @Test
    void givesTheSameModelAgainWhenTimeCutItsPassesShort() {
        Deadline deadline = Deadline.in(Duration.ofSeconds(3));
        Fit cut = fit(Map.of("rounds", 1_000), deadline, (round, _, _, _) -> {
            while (round == 5 && !deadline.expired()) {
                Thread.onSpinWait();
            }
        });

        assertThat(cut.truncated()).isTrue();
        assertThat(cut.stop()).isEqualTo(5);
        Fit again = fit(Map.of("rounds", cut.rounds(), "stop", 5));
        assertThat(again.model().bytes()).isEqualTo(cut.model().bytes());
    }

    private static Fit fit(Map<String, Object> parameters) {
        return fit(parameters, Deadline.NONE, Progress.NONE);
    }

    private static Fit fit(Map<String, Object> parameters, Deadline deadline, Progress progress) {
        return LEARNER.fit(new FitTask(
                ProblemType.BINARY_CLASSIFICATION,
                2,
                sample(1_500, 1),
                sample(500, 2),
                new Parameters(parameters),
                7,
                deadline,
                progress));
    }

    /** Two categories and a number: the target is whether the categories' hidden signs agree, whatever the number is. */
    private static Sample sample(int rows, int seed) {
        Random random = new Random(seed);
        double[] x = new double[rows * 3];
        double[] y = new double[rows];
        for (int i = 0; i < rows; i++) {
            int a = random.nextInt(CODES);
            int b = random.nextInt(CODES);
            x[i * 3] = a;
            x[i * 3 + 1] = random.nextGaussian();
            x[i * 3 + 2] = b;
            y[i] = (a * 7 % 5 < 2) == (b * 11 % 3 == 0) ? 1 : 0;
        }
        return new Sample(new Matrix(rows, 3, x, List.of(0, 2)), y);
    }
}
