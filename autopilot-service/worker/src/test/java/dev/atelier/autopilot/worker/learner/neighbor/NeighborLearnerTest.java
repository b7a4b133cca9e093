package dev.atelier.autopilot.worker.learner.neighbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.autopilot.worker.feature.Matrix;
import dev.atelier.autopilot.worker.job.Deadline;
import dev.atelier.autopilot.worker.job.ProblemType;
import dev.atelier.autopilot.worker.learner.Fit;
import dev.atelier.autopilot.worker.learner.FitTask;
import dev.atelier.autopilot.worker.learner.FittedModel;
import dev.atelier.autopilot.worker.learner.Parameters;
import dev.atelier.autopilot.worker.learner.Progress;
import dev.atelier.autopilot.worker.learner.Sample;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NeighborLearnerTest {

    private static final int COLUMNS = 6;
    private static final double[] WEIGHTS = {1, 0.5, 2, 1.5, 0.25, 1, 3, 0.75, 1, 2};

    @Test
    void learnsWhichColumnsCount() {
        Sample fresh = waves(500, 9);

        try (FittedModel unlearned = fit(0).model();
                FittedModel model = fit(200).model()) {
            assertThat(meanSquare(model, fresh))
                    .as("two of %d columns count", COLUMNS)
                    .isLessThan(0.25 * meanSquare(unlearned, fresh));
        }
    }

    @Test
    void givesWhatARowLikeItHadToARowThatWasThereBefore() {
        Sample training = waves(800, 1);

        try (FittedModel model = fit(200).model()) {
            assertThat(meanSquare(model, training)).isLessThan(0.3 * meanSquare(model, waves(800, 9)));
        }
    }

    /** Against the definition, in plain sums. */
    @ParameterizedTest
    @EnumSource(ProblemType.class)
    void followsTheGradientOfTheLossOfRowsThatOthersAnswerFor(ProblemType type) {
        Sample sample = few(type);
        int outputs = type.outputs(classes(type));
        ScaleTraining training = new ScaleTraining(Examples.of(sample, outputs), type.isClassification(), 3);
        double[] scales = new double[COLUMNS];
        for (int j = 0; j < COLUMNS; j++) {
            scales[j] = training.scales()[j];
        }

        for (int row = 0; row < sample.rows(); row++) {
            double[] gradient = training.gradient(row);
            for (int j = 0; j < COLUMNS; j++) {
                double kept = scales[j];
                scales[j] = kept * Math.exp(1e-4);
                double above = loss(sample, row, scales, type);
                scales[j] = kept * Math.exp(-1e-4);
                double below = loss(sample, row, scales, type);
                scales[j] = kept;
                assertThat(gradient[j]).isCloseTo((above - below) / 2e-4, within(2e-3));
            }
        }
    }

    @Test
    void givesTheSameModelAgainFromItsStepsWhenTimeCutThemShort() {
        Deadline deadline = Deadline.in(Duration.ofSeconds(3));
        Fit cut = fit(1_000, deadline, (step, _, _, _) -> {
            while (step == 20 && !deadline.expired()) {
                Thread.onSpinWait();
            }
        });

        assertThat(cut.truncated()).isTrue();
        assertThat(cut.rounds()).isBetween(1, 20);
        assertThat(fit(cut.rounds()).model().bytes()).isEqualTo(cut.model().bytes());
    }

    private static double loss(Sample sample, int row, double[] scales, ProblemType type) {
        double nearest = Double.POSITIVE_INFINITY;
        double[] distances = new double[sample.rows()];
        for (int i = 0; i < distances.length; i++) {
            double square = Examples.SMALLEST_SQUARE;
            for (int j = 0; j < COLUMNS; j++) {
                double difference = sample.matrix().values()[i * COLUMNS + j]
                        - sample.matrix().values()[row * COLUMNS + j];
                square += scales[j] * difference * difference;
            }
            distances[i] = Math.sqrt(square);
            nearest = i == row ? nearest : Math.min(nearest, distances[i]);
        }
        double target = sample.target()[row];
        double sum = Examples.PRIOR_WEIGHT;
        double answer = Examples.PRIOR_WEIGHT * prior(sample, target, type);
        for (int i = 0; i < distances.length; i++) {
            if (i != row) {
                double share = sample.weights()[i] * Math.exp(nearest - distances[i]);
                sum += share;
                answer += share * said(sample.target()[i], target, type);
            }
        }
        answer /= sum;
        double loss = type == ProblemType.REGRESSION ? (answer - target) * (answer - target) : -Math.log(answer);
        return sample.weights()[row] * loss;
    }

    /** The value, or whether it is the class that is right. */
    private static double said(double target, double right, ProblemType type) {
        return type == ProblemType.REGRESSION ? target : target == right ? 1 : 0;
    }

    private static double prior(Sample sample, double right, ProblemType type) {
        double sum = 0;
        double total = 0;
        for (int i = 0; i < sample.rows(); i++) {
            sum += sample.weights()[i] * said(sample.target()[i], right, type);
            total += sample.weights()[i];
        }
        return sum / total;
    }

    private static int classes(ProblemType type) {
        return switch (type) {
            case BINARY_CLASSIFICATION -> 2;
            case MULTICLASS_CLASSIFICATION -> 3;
            case REGRESSION -> 0;
        };
    }

    private static Sample few(ProblemType type) {
        Random random = new Random(5);
        double[] x = random.doubles(WEIGHTS.length * (long) COLUMNS, -1, 1).toArray();
        double[] y = new double[WEIGHTS.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = type == ProblemType.REGRESSION ? random.nextGaussian() : i % classes(type);
        }
        return new Sample(new Matrix(y.length, COLUMNS, x, List.of()), y, WEIGHTS);
    }

    /** Waves of the first two columns; the others say nothing. */
    private static Sample waves(int rows, int seed) {
        Random random = new Random(seed);
        double[] x = new double[rows * COLUMNS];
        double[] y = new double[rows];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < COLUMNS; j++) {
                x[i * COLUMNS + j] = random.nextGaussian();
            }
            y[i] = Math.sin(3 * x[i * COLUMNS]) + Math.cos(2 * x[i * COLUMNS + 1]);
        }
        return new Sample(new Matrix(rows, COLUMNS, x, List.of()), y);
    }

    private static double meanSquare(FittedModel model, Sample sample) {
        double[] predicted = model.predict(sample.matrix());
        double sum = 0;
        for (int i = 0; i < predicted.length; i++) {
            sum += (predicted[i] - sample.target()[i]) * (predicted[i] - sample.target()[i]);
        }
        return sum / predicted.length;
    }

    private static Fit fit(int steps) {
        return fit(steps, Deadline.NONE, Progress.NONE);
    }

    private static Fit fit(int steps, Deadline deadline, Progress progress) {
        return new NeighborLearner()
                .fit(new FitTask(
                        ProblemType.REGRESSION,
                        0,
                        waves(800, 1),
                        waves(400, 2),
                        new Parameters(Map.of(Parameters.ROUNDS, steps)),
                        7,
                        deadline,
                        progress));
    }
}
