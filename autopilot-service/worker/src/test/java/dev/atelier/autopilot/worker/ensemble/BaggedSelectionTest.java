package dev.atelier.autopilot.worker.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.autopilot.worker.data.Dataset;
import dev.atelier.autopilot.worker.data.Folds;
import dev.atelier.autopilot.worker.data.RowWeights;
import dev.atelier.autopilot.worker.data.Split;
import dev.atelier.autopilot.worker.data.Table;
import dev.atelier.autopilot.worker.job.ProblemType;
import dev.atelier.autopilot.worker.metric.Metric;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BaggedSelectionTest {

    private static final int ROWS = 400;
    private static final int[] ALL = IntStream.range(0, ROWS).toArray();

    @Test
    void spreadsWeightOverEquallyGoodModels() {
        Random random = new Random(1);
        double[] target = random.doubles(ROWS).toArray();
        List<double[]> models = IntStream.range(0, 4)
                .mapToObj(_ -> disturbed(target, 0.5, random))
                .toList();

        double[] weights = regression(target).weights(models, ALL);

        assertThat(Arrays.stream(weights).sum()).isCloseTo(1, within(1e-12));
        assertThat(Arrays.stream(weights).boxed())
                .allSatisfy(weight -> assertThat(weight).isBetween(0.1, 0.45));
    }

    @Test
    void letsTheBestModelStandAloneWhenTheBlendIsWorse() {
        double[] target = new Random(2).doubles(ROWS).toArray();
        double[] worse = Arrays.stream(target).map(value -> value + 1).toArray();

        assertThat(regression(target).weights(List.of(worse, target), ALL)).containsExactly(0, 1);
    }

    @Test
    void doesNotStakeAllOnTheLuckiestOfModelsThatAreAlike() {
        int[] few = IntStream.range(0, 40).toArray();
        int[] others = IntStream.range(40, ROWS).toArray();
        double blended = 0;
        double luckiest = 0;
        for (int seed = 0; seed < 10; seed++) {
            Random random = new Random(seed);
            double[] target = random.doubles(ROWS).toArray();
            double[] shared = disturbed(target, 1, random);
            List<double[]> models = IntStream.range(0, 10)
                    .mapToObj(_ -> disturbed(shared, 0.3, random))
                    .toList();

            double[] weights = regression(target).weights(models, few);

            assertThat(weights).as("seed " + seed).doesNotContain(1);
            blended += loss(target, blend(models, weights), others);
            luckiest += models.stream()
                    .min(Comparator.comparingDouble(model -> loss(target, model, few)))
                    .map(model -> loss(target, model, others))
                    .orElseThrow();
        }
        assertThat(blended).isLessThan(luckiest);
    }

    @Test
    void blendsBetterThanTheBestOfModelsWhoseErrorsDiffer() {
        for (int seed = 0; seed < 5; seed++) {
            Random random = new Random(seed);
            double[] target = random.ints(ROWS, 0, 2).asDoubleStream().toArray();
            List<double[]> models = IntStream.range(0, 5)
                    .mapToObj(_ -> Arrays.stream(target)
                            .map(value -> 1 / (1 + Math.exp(0.5 - value - 2 * random.nextGaussian())))
                            .toArray())
                    .toList();
            Folds folds = new Split.Stratified().deal(target, true, 5, seed);
            int[] fold = Arrays.stream(ALL).map(folds::fold).toArray();
            Gain gain = Gain.of(ProblemType.BINARY_CLASSIFICATION, 2, Metric.AUC, target, RowWeights.EQUAL, fold);

            double[] weights = new BaggedSelection(
                            ProblemType.BINARY_CLASSIFICATION,
                            2,
                            Metric.AUC,
                            folds,
                            new Dataset(new Table(ROWS, List.of()), target))
                    .weights(models, ALL);

            assertThat(gain.of(blend(models, weights)))
                    .isGreaterThanOrEqualTo(
                            models.stream().mapToDouble(gain::of).max().orElseThrow());
        }
    }

    private static double[] disturbed(double[] values, double deviation, Random random) {
        return Arrays.stream(values)
                .map(value -> value + deviation * random.nextGaussian())
                .toArray();
    }

    private static double[] blend(List<double[]> models, double[] weights) {
        double[] blend = new double[ROWS];
        for (int m = 0; m < weights.length; m++) {
            for (int i = 0; i < ROWS; i++) {
                blend[i] += weights[m] * models.get(m)[i];
            }
        }
        return blend;
    }

    private static double loss(double[] target, double[] predictions, int[] rows) {
        return Arrays.stream(rows)
                .mapToDouble(row -> Math.pow(predictions[row] - target[row], 2))
                .average()
                .orElseThrow();
    }

    private static BaggedSelection regression(double[] target) {
        return new BaggedSelection(
                ProblemType.REGRESSION,
                0,
                Metric.MSE,
                new Split.Stratified().deal(target, false, 5, 1),
                new Dataset(new Table(target.length, List.of()), target));
    }
}
