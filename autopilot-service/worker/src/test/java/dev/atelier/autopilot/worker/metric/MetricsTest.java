package dev.atelier.autopilot.worker.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.autopilot.worker.data.RowWeights;
import dev.atelier.autopilot.worker.job.ProblemType;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MetricsTest {

    @Test
    void aucCountsOrderedPairsAndHalfOfTies() {
        Random random = new Random(5);
        double[] score = random.doubles(300).map(v -> Math.rint(v * 40) / 40).toArray();
        boolean[] positive = new boolean[300];
        for (int i = 0; i < 300; i++) {
            positive[i] = random.nextDouble() < score[i];
        }
        double pairs = 0;
        double right = 0;
        for (int i = 0; i < 300; i++) {
            for (int j = 0; j < 300; j++) {
                if (positive[i] && !positive[j]) {
                    pairs++;
                    right += score[i] > score[j] ? 1 : score[i] == score[j] ? 0.5 : 0;
                }
            }
        }
        assertThat(Ranking.auc(score, positive)).isCloseTo(right / pairs, within(1e-12));
        assertThat(Ranking.auc(score, new boolean[300])).isEqualTo(0.5);
    }

    @Test
    void binaryScoresByHand() {
        double[] target = {1, 1, 1, 0, 0, 0, 0, 0};
        double[] probability = {0.9, 0.8, 0.2, 0.7, 0.1, 0.1, 0.1, 0.1};
        Map<Metric, Double> scores = new Scores(ProblemType.BINARY_CLASSIFICATION, 2).compute(target, probability, 0.5);

        assertThat(scores.get(Metric.ACCURACY)).isEqualTo(6.0 / 8);
        assertThat(scores.get(Metric.PRECISION)).isEqualTo(2.0 / 3);
        assertThat(scores.get(Metric.RECALL)).isEqualTo(2.0 / 3);
        assertThat(scores.get(Metric.F1)).isCloseTo(2.0 / 3, within(1e-12));
        assertThat(scores.get(Metric.BALANCED_ACCURACY)).isCloseTo((2.0 / 3 + 4.0 / 5) / 2, within(1e-12));
        assertThat(scores.get(Metric.AUC)).isCloseTo(14.0 / 15, within(1e-12));
        double loss = -(Math.log(.9) + Math.log(.8) + Math.log(.2) + Math.log(.3) + 4 * Math.log(.9)) / 8;
        assertThat(scores.get(Metric.LOG_LOSS)).isCloseTo(loss, within(1e-12));
    }

    @Test
    void multiclassScoresByHand() {
        double[] target = {0, 1, 2, 2};
        double[] probabilities = {.7, .2, .1, .5, .4, .1, .1, .1, .8, .2, .2, .6};
        Map<Metric, Double> scores =
                new Scores(ProblemType.MULTICLASS_CLASSIFICATION, 3).compute(target, probabilities, 0.5);

        assertThat(scores.get(Metric.ACCURACY)).isEqualTo(0.75);
        assertThat(scores.get(Metric.BALANCED_ACCURACY)).isCloseTo(2.0 / 3, within(1e-12));
        assertThat(scores.get(Metric.F1_MACRO)).isCloseTo((2.0 / 3 + 0 + 1) / 3, within(1e-12));
        assertThat(scores.get(Metric.PRECISION_MACRO)).isCloseTo((0.5 + 0 + 1) / 3, within(1e-12));
    }

    @Test
    void regressionScoresByHand() {
        Map<Metric, Double> scores = new Scores(ProblemType.REGRESSION, 0)
                .compute(new double[] {1, 2, 3, 6}, new double[] {1, 2, 5, 6}, 0.5);

        assertThat(scores.get(Metric.MSE)).isEqualTo(1);
        assertThat(scores.get(Metric.RMSE)).isEqualTo(1);
        assertThat(scores.get(Metric.MAE)).isEqualTo(0.5);
        assertThat(scores.get(Metric.R2)).isCloseTo(1 - 4.0 / 14, within(1e-12));
    }

    @Test
    void calibratesTheThresholdThatIsBest() {
        double[] target = {0, 0, 0, 0, 0, 0, 1, 1, 0, 1};
        double[] probability = {.01, .02, .03, .04, .05, .06, .2, .25, .1, .3};

        double threshold = Threshold.calibrate(Metric.F1, target, RowWeights.EQUAL, probability);

        assertThat(threshold).isCloseTo(0.15, within(1e-12));
        assertThat(Confusion.binary(target, RowWeights.EQUAL, probability, threshold)
                        .f1(1))
                .isEqualTo(1);
        assertThat(Threshold.calibrate(Metric.AUC, target, RowWeights.EQUAL, probability))
                .isEqualTo(0.5);
    }
}
