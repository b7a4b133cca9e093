package dev.atelier.autopilot.worker.metric;

import dev.atelier.autopilot.worker.data.Dataset;
import dev.atelier.autopilot.worker.data.Folds;
import dev.atelier.autopilot.worker.data.RowWeights;
import dev.atelier.autopilot.worker.job.ProblemType;
import dev.atelier.autopilot.worker.job.TrialResult.MetricValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * All measures of out-of-fold predictions, fold by fold. A fold's decisions use a threshold that was chosen on the other folds, so no measure is better
 * than it would be on new rows for that reason.
 *
 * @param folds each without the measures of which its rows say nothing, unless no fold's do
 * @param threshold chosen on all rows, for serving; null if nothing is decided by one
 */
public record Evaluation(
        Metric objective,
        List<Map<Metric, Double>> folds,
        @Nullable Double threshold,
        @Nullable List<List<Integer>> confusionMatrix) {

    /**
     * Evaluates.
     *
     * @param measured predictions to be measured
     * @param served predictions of what will be served, for the threshold; usually the same
     */
    public static Evaluation of(
            ProblemType type,
            int classes,
            Metric objective,
            Folds folds,
            Dataset data,
            double[] measured,
            double[] served) {
        double[] target = data.target();
        double[] weights = data.weights();
        boolean binary = type == ProblemType.BINARY_CLASSIFICATION;
        int outputs = type.outputs(classes);
        Scores scores = new Scores(type, classes);
        List<Map<Metric, Double>> values = new ArrayList<>();
        List<Set<Metric>> undefined = new ArrayList<>();
        double[][] confusion = new double[classes][classes];
        int[] all = folds.measuredRows();
        for (int fold = 0; fold < folds.count(); fold++) {
            int[] inside = folds.validationRows(fold);
            int[] outside = folds.otherRows(fold);
            double threshold = binary
                    ? Threshold.calibrate(
                            objective,
                            take(target, outside, 1),
                            RowWeights.take(weights, outside),
                            take(measured, outside, 1))
                    : Threshold.HALF;
            double[] truth = take(target, inside, 1);
            double[] prediction = take(measured, inside, outputs);
            values.add(scores.compute(truth, RowWeights.take(weights, inside), prediction, threshold));
            undefined.add(scores.undefined(truth));
            if (type.isClassification()) {
                add(confusion, scores.confusion(truth, prediction, threshold).counts());
            }
        }
        leaveOut(undefined, values);
        return new Evaluation(
                objective,
                values,
                binary
                        ? Threshold.calibrate(
                                objective, take(target, all, 1), RowWeights.take(weights, all), take(served, all, 1))
                        : null,
                type.isClassification() ? boxed(confusion) : null);
    }

    /** Where no fold defines a measure the convention stays, so that there is a number. */
    private static void leaveOut(List<Set<Metric>> undefined, List<Map<Metric, Double>> values) {
        Set<Metric> nowhere = EnumSet.allOf(Metric.class);
        undefined.forEach(nowhere::retainAll);
        for (int fold = 0; fold < values.size(); fold++) {
            for (Metric metric : undefined.get(fold)) {
                if (!nowhere.contains(metric)) {
                    values.get(fold).remove(metric);
                }
            }
        }
    }

    /** The mean over the folds that have the measure. */
    public double mean(Metric metric) {
        return measured(metric).average().orElse(Double.NaN);
    }

    /** The sample standard deviation over the folds that have the measure. */
    public double deviation(Metric metric) {
        double mean = mean(metric);
        double squares =
                measured(metric).map(value -> Math.pow(value - mean, 2)).sum();
        long count = measured(metric).count();
        return count < 2 ? 0 : Math.sqrt(squares / (count - 1));
    }

    private DoubleStream measured(Metric metric) {
        return folds.stream()
                .filter(fold -> fold.containsKey(metric))
                .mapToDouble(fold -> fold.getOrDefault(metric, Double.NaN));
    }

    public double objectiveValue() {
        return mean(objective);
    }

    public List<MetricValue> values(ProblemType type) {
        return Metric.of(type).stream()
                .map(metric ->
                        new MetricValue(metric.label(), mean(metric), deviation(metric), metric.higherIsBetter()))
                .toList();
    }

    private static double[] take(double[] values, int[] rows, int outputs) {
        double[] taken = new double[rows.length * outputs];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(values, rows[i] * outputs, taken, i * outputs, outputs);
        }
        return taken;
    }

    private static void add(double[][] to, double[][] what) {
        for (int i = 0; i < to.length; i++) {
            for (int j = 0; j < to.length; j++) {
                to[i][j] += what[i][j];
            }
        }
    }

    private static List<List<Integer>> boxed(double[][] counts) {
        return IntStream.range(0, counts.length)
                .mapToObj(i ->
                        Arrays.stream(counts[i]).mapToObj(count -> (int) count).toList())
                .toList();
    }
}
