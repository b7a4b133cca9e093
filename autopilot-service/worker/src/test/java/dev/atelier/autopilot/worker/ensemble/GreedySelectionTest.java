package dev.atelier.autopilot.worker.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.autopilot.worker.data.RowWeights;
import dev.atelier.autopilot.worker.job.ProblemType;
import dev.atelier.autopilot.worker.metric.Metric;
import dev.atelier.autopilot.worker.metric.Ranking;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GreedySelectionTest {

    private static final int ROWS = 2000;

    @Test
    void blendsModelsWhoseErrorsDiffer() {
        Random random = new Random(1);
        double[] target = random.doubles(ROWS).toArray();
        double[] a = noisy(target, random, 0.5);
        double[] b = noisy(target, random, 0.5);
        double[] bad = random.doubles(ROWS).toArray();
        Gain gain = Gain.of(ProblemType.REGRESSION, 0, Metric.MSE, target, RowWeights.EQUAL, new int[ROWS]);

        double[] weights = new GreedySelection(40).weights(List.of(a, bad, b), gain);

        assertThat(Arrays.stream(weights).sum()).isCloseTo(1, within(1e-12));
        assertThat(weights[0]).isBetween(0.2, 0.8);
        assertThat(weights[2]).isBetween(0.2, 0.8);
        assertThat(gain.of(blend(weights, a, bad, b))).isGreaterThan(Math.max(gain.of(a), gain.of(b)));
    }

    @Test
    void keepsTheBestModelAloneWhenNothingHelps() {
        double[] target = new Random(2).doubles(ROWS).toArray();
        double[] worse = Arrays.stream(target).map(value -> value + 1).toArray();

        double[] weights = new GreedySelection(40)
                .weights(
                        List.of(worse, target, worse),
                        Gain.of(ProblemType.REGRESSION, 0, Metric.MAE, target, RowWeights.EQUAL, new int[ROWS]));

        assertThat(weights).containsExactly(0, 1, 0);
    }

    @Test
    void binnedAucIsNearlyExact() {
        Random random = new Random(3);
        double[] target = new double[ROWS];
        double[] score = new double[ROWS];
        boolean[] positive = new boolean[ROWS];
        for (int i = 0; i < ROWS; i++) {
            positive[i] = random.nextInt(10) == 0;
            target[i] = positive[i] ? 1 : 0;
            score[i] = 1 / (1 + Math.exp(4 - random.nextGaussian() - 2 * target[i]));
        }

        assertThat(Gain.of(ProblemType.BINARY_CLASSIFICATION, 2, Metric.AUC, target, RowWeights.EQUAL, new int[ROWS])
                        .of(score))
                .isCloseTo(Ranking.auc(score, positive), within(1e-3));
    }

    private static double[] noisy(double[] target, Random random, double noise) {
        return Arrays.stream(target)
                .map(value -> value + noise * random.nextGaussian())
                .toArray();
    }

    private static double[] blend(double[] weights, double[]... models) {
        double[] blend = new double[models[0].length];
        for (int m = 0; m < models.length; m++) {
            for (int i = 0; i < blend.length; i++) {
                blend[i] += weights[m] * models[m][i];
            }
        }
        return blend;
    }
}
