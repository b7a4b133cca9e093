package dev.atelier.autopilot.worker.learner.network;

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
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PeriodicTest {

    private static final Map<String, Object> PERIODIC =
            Map.of("num_emb_type", "pbld", "activation", "elu", "hidden_size", 64, "learning_rate", 0.02);

    @Test
    void theWaveIsTheCosine() {
        for (float t = -9; t < 9; t += 0.0137f) {
            assertThat(Periodic.wave(t)).isCloseTo((float) Math.cos(2 * Math.PI * t), within(1e-5f));
        }
    }

    /** A step against the gradient alone lowers a value as much as the gradient says. */
    @Test
    void gradientsAreThoseOfTheValues() {
        PeriodicWeights weights = new PeriodicWeights(2, new SplittableRandom(3));
        Periodic values = weights.values();
        float x = 1.3f;
        float[] gradient = {0, 0.7f, -1.1f, 0.4f};
        weights.backward(1, x, gradient, 1);
        float[][][] parts = parts(values);
        float[][][] gradients = parts(weights.gradients());

        for (int p = 0; p < parts.length; p++) {
            for (int i = 0; i < parts[p].length; i++) {
                for (int j = 0; j < parts[p][i].length; j++) {
                    float kept = parts[p][i][j];
                    float h = 1e-2f;
                    parts[p][i][j] = kept + h;
                    double above = weighted(values, x, gradient);
                    parts[p][i][j] = kept - h;
                    double below = weighted(values, x, gradient);
                    parts[p][i][j] = kept;
                    assertThat((double) gradients[p][i][j])
                            .as("part %d, row %d, column %d", p, i, j)
                            .isCloseTo((above - below) / (2 * h), within(6e-3));
                }
            }
        }
    }

    private static float[][][] parts(Periodic of) {
        return new float[][][] {of.frequencies(), of.phases(), of.mixes(), of.biases()};
    }

    private static double weighted(Periodic values, float x, float[] gradient) {
        float[] out = new float[1 + Periodic.VALUES];
        values.fill(1, x, out, 1);
        double sum = 0;
        for (int d = 1; d <= Periodic.VALUES; d++) {
            sum += gradient[d] * out[d];
        }
        return sum;
    }

    @Test
    void learnsATargetThatSwings() {
        double plain = loss(Map.of("activation", "elu", "hidden_size", 64, "learning_rate", 0.02));
        double periodic = loss(PERIODIC);

        assertThat(periodic).isLessThan(0.2 * plain);
    }

    @Test
    void isTheSameAfterItWasKept() {
        try (FittedModel model = fit(PERIODIC);
                FittedModel read = new NetworkLearner().load(model.bytes(), ProblemType.REGRESSION, 0)) {
            Matrix rows = swings(50, 9).matrix();

            assertThat(read.predict(rows)).containsExactly(model.predict(rows));
            assertThat(read.bytes()).isEqualTo(model.bytes());
            assertThat(read.predict(rows.slice(7, 8))[0]).isEqualTo(model.predict(rows)[7]);
        }
    }

    private static double loss(Map<String, Object> parameters) {
        Sample fresh = swings(500, 5);
        double sum = 0;
        try (FittedModel model = fit(parameters)) {
            double[] predicted = model.predict(fresh.matrix());
            for (int i = 0; i < predicted.length; i++) {
                sum += Math.pow(predicted[i] - fresh.target()[i], 2) / predicted.length;
            }
        }
        return sum;
    }

    private static FittedModel fit(Map<String, Object> parameters) {
        return new NetworkLearner()
                .fit(new FitTask(
                        ProblemType.REGRESSION,
                        0,
                        swings(1_000, 1),
                        swings(300, 2),
                        new Parameters(parameters),
                        7,
                        Deadline.NONE,
                        Progress.NONE))
                .model();
    }

    /** Two numbers and a category; the target swings with the first number and its sign comes from the second. */
    private static Sample swings(int rows, int seed) {
        Random random = new Random(seed);
        double[] x = new double[rows * 3];
        double[] y = new double[rows];
        for (int i = 0; i < rows; i++) {
            x[i * 3] = random.nextGaussian();
            x[i * 3 + 1] = random.nextGaussian();
            x[i * 3 + 2] = random.nextInt(3);
            y[i] = Math.sin(4 * x[i * 3]) * Math.signum(x[i * 3 + 1]);
        }
        return new Sample(new Matrix(rows, 3, x, List.of(2)), y);
    }
}
