package dev.atelier.autopilot.worker.metric;

import dev.atelier.autopilot.worker.data.Dataset;
import dev.atelier.autopilot.worker.data.Folds;
import dev.atelier.autopilot.worker.data.RowWeights;
import dev.atelier.autopilot.worker.job.ProblemType;
import dev.atelier.autopilot.worker.job.TrialResult.MetricValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * All measures of out-of-fold predictions, fold by fold. A fold's decisions use a threshold that was chosen on the other folds, so no measure is better
 * than it would be on new rows for that reason.
 *
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
            if (type.isClassification()) {
                add(confusion, scores.confusion(truth, prediction, threshold).counts());
            }
        }
        return new Evaluation(
                objective,
                values,
                binary
                        ? Threshold.calibrate(
                                objective, take(target, all, 1), RowWeights.take(weights, all), take(served, all, 1))
                        : null,
                type.isClassification() ? boxed(confusion) : null);
    }

    /** The mean over the folds. */
    public double mean(Metric metric) {
        return folds.stream()
                .mapToDouble(fold -> fold.getOrDefault(metric, Double.NaN))
                .average()
                .orElse(Double.NaN);
    }

    /** The sample standard deviation over the folds. */
    public double deviation(Metric metric) {
        double mean = mean(metric);
        double squares = folds.stream()
                .mapToDouble(fold -> Math.pow(fold.getOrDefault(metric, Double.NaN) - mean, 2))
                .sum();
        return folds.size() < 2 ? 0 : Math.sqrt(squares / (folds.size() - 1));
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
