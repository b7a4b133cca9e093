package dev.atelier.autopilot.worker.learner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.autopilot.worker.feature.Matrix;
import dev.atelier.autopilot.worker.job.Deadline;
import dev.atelier.autopilot.worker.job.ProblemType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinearLearnerTest {

    private static final int ROWS = 300;
    private static final int COLUMNS = 5;

    @Test
    void givesTheSameModelAgainWhenTimeCutItsPathShort() {
        Deadline deadline = Deadline.in(Duration.ofSeconds(2));
        Fit cut = fit(Map.of(), deadline, (step, _, _, _) -> {
            while (step == 3 && !deadline.expired()) {
                Thread.onSpinWait();
            }
        });

        assertThat(cut.truncated()).isTrue();
        Fit again = fit(Map.of(Parameters.ROUNDS, cut.rounds()), Deadline.NONE, Progress.NONE);
        assertThat(again.model().bytes()).isEqualTo(cut.model().bytes());
    }

    private static Fit fit(Map<String, Object> parameters, Deadline deadline, Progress progress) {
        return new LinearLearner()
                .fit(new FitTask(
                        ProblemType.REGRESSION,
                        0,
                        sample(1),
                        sample(2),
                        new Parameters(parameters),
                        1,
                        deadline,
                        progress));
    }

    private static Sample sample(int seed) {
        Random random = new Random(seed);
        double[] x = new double[ROWS * COLUMNS];
        double[] y = new double[ROWS];
        for (int i = 0; i < ROWS; i++) {
            for (int j = 0; j < COLUMNS; j++) {
                x[i * COLUMNS + j] = random.nextGaussian();
                y[i] += j * x[i * COLUMNS + j];
            }
        }
        return new Sample(new Matrix(ROWS, COLUMNS, x, List.of()), y);
    }
}
