package dev.atelier.autopilot.worker.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.autopilot.worker.data.Column;
import dev.atelier.autopilot.worker.data.Dataset;
import dev.atelier.autopilot.worker.data.Folds;
import dev.atelier.autopilot.worker.data.RowWeights;
import dev.atelier.autopilot.worker.data.Split;
import dev.atelier.autopilot.worker.data.Table;
import dev.atelier.autopilot.worker.job.ProblemType;
import dev.atelier.autopilot.worker.job.TrialResult.MetricValue;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EvaluationTest {

    private static final int PART = 100;
    private static final int FOLDS = 3;
    private static final int ROWS = PART * (FOLDS + 1);

    @Test
    void aMeasureIsTheMeanOfAllFoldsThatHaveBothClasses() {
        Evaluation evaluation = evaluate(row -> row % 2 == 0);

        assertThat(evaluation.folds())
                .allSatisfy(fold -> assertThat(fold).containsOnlyKeys(Metric.of(ProblemType.BINARY_CLASSIFICATION)));
        assertThat(evaluation.mean(Metric.AUC))
                .isEqualTo(evaluation.folds().stream()
                        .mapToDouble(fold -> fold.get(Metric.AUC))
                        .average()
                        .orElseThrow());
    }

    @Test
    void aFoldOfOneClassSaysNothingOfHowItIsToldFromTheOther() {
        Evaluation evaluation = evaluate(row -> row % 2 == 0 && (row < 2 * PART || row >= 3 * PART));

        Map<Metric, Double> second = evaluation.folds().get(1);
        assertThat(second).containsOnlyKeys(Metric.LOG_LOSS, Metric.ACCURACY, Metric.BALANCED_ACCURACY);
        for (Metric metric : List.of(Metric.AUC, Metric.F1, Metric.PRECISION, Metric.RECALL)) {
            double first = evaluation.folds().get(0).get(metric);
            double third = evaluation.folds().get(2).get(metric);
            assertThat(evaluation.mean(metric)).isCloseTo((first + third) / 2, within(1e-12));
            assertThat(evaluation.deviation(metric)).isCloseTo(Math.abs(first - third) / Math.sqrt(2), within(1e-12));
        }
    }

    @Test
    void aMeasureThatNoFoldDefinesIsANumberNevertheless() {
        Evaluation evaluation = evaluate(row -> row % 2 == 0 && row < PART);

        assertThat(evaluation.mean(Metric.AUC)).isEqualTo(0.5);
        assertThat(evaluation.values(ProblemType.BINARY_CLASSIFICATION))
                .flatExtracting(MetricValue::value, MetricValue::standardDeviation)
                .allSatisfy(value -> assertThat((double) value).isFinite());
    }

    @Test
    void whatRowsSayNothingOf() {
        double[] ones = {1, 1};
        double[] zeros = {0, 0};
        double[] both = {0, 1};

        Scores binary = new Scores(ProblemType.BINARY_CLASSIFICATION, 2);
        assertThat(binary.undefined(both)).isEmpty();
        assertThat(binary.undefined(ones)).containsExactly(Metric.AUC);
        assertThat(binary.undefined(zeros)).contains(Metric.AUC, Metric.F1, Metric.RECALL);
        assertThat(new Scores(ProblemType.MULTICLASS_CLASSIFICATION, 3).undefined(ones))
                .containsExactly(Metric.AUC);
        assertThat(new Scores(ProblemType.REGRESSION, 0).undefined(ones)).containsExactly(Metric.R2);
        assertThat(new Scores(ProblemType.REGRESSION, 0).undefined(both)).isEmpty();
    }

    /** In three folds in the order of time. */
    private static Evaluation evaluate(IntPredicate positive) {
        Random random = new Random(4);
        double[] target = IntStream.range(0, ROWS)
                .mapToDouble(row -> positive.test(row) ? 1 : 0)
                .toArray();
        double[] predictions = Arrays.stream(target)
                .map(value -> Math.clamp(0.3 + 0.4 * value + random.nextGaussian() / 4, 0.01, 0.99))
                .toArray();
        double[] times = IntStream.range(0, ROWS).asDoubleStream().toArray();
        Folds folds = new Split.ByTime(times).deal(target, true, FOLDS, 1);
        Dataset data =
                new Dataset(new Table(ROWS, List.of(new Column.Numbers("time", times))), target, RowWeights.EQUAL);
        return Evaluation.of(ProblemType.BINARY_CLASSIFICATION, 2, Metric.AUC, folds, data, predictions, predictions);
    }
}
