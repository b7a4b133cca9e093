package dev.atelier.autopilot.worker.ensemble;

import dev.atelier.autopilot.worker.data.RowWeights;
import dev.atelier.autopilot.worker.metric.Metric;
import dev.atelier.autopilot.worker.metric.Threshold;
import java.util.Arrays;

/**
 * Measures of the order of probabilities without sorting: probabilities are counted in bins of equal relative width (the upper bits of a float), values of
 * one bin count as ties. The area under the curve is the mean over the folds, since the models of different folds need not agree on a scale. It only guides
 * the selection; what is reported is exact.
 */
final class BinnedGain implements Gain {

    private static final int SHIFT = 15;
    private static final int LOWEST = Float.floatToIntBits(1e-6f) >>> SHIFT;
    private static final int BINS = (Float.floatToIntBits(1f) >>> SHIFT) + 2 - LOWEST;
    private static final double CHANCE = 0.5;

    private final double[] target;
    private final double[] weights;
    private final double total;
    private final int[] fold;
    private final int folds;
    private final Metric metric;
    private final double[] positive;
    private final double[] negative;

    /**
     * A gain on some rows.
     *
     * @param fold each row's fold
     */
    BinnedGain(double[] target, double[] weights, int[] fold, Metric metric) {
        this.target = target;
        this.weights = weights;
        this.total = RowWeights.total(weights, target.length);
        this.metric = metric;
        this.fold = metric == Metric.AUC ? fold : new int[target.length];
        this.folds = Arrays.stream(this.fold).max().orElse(0) + 1;
        this.positive = new double[folds * BINS];
        this.negative = new double[folds * BINS];
    }

    @Override
    public double of(double[] predictions) {
        Arrays.fill(positive, 0);
        Arrays.fill(negative, 0);
        for (int i = 0; i < target.length; i++) {
            int bits = Float.floatToIntBits((float) predictions[i]) >>> SHIFT;
            int bin = fold[i] * BINS + Math.clamp(bits - (long) LOWEST, 0, BINS - 1);
            if (target[i] > 0) {
                positive[bin] += RowWeights.at(weights, i);
            } else {
                negative[bin] += RowWeights.at(weights, i);
            }
        }
        return metric == Metric.AUC ? meanAuc() : best();
    }

    private double meanAuc() {
        double sum = 0;
        int measured = 0;
        for (int from = 0; from < folds * BINS; from += BINS) {
            double pairs = 0;
            double positives = 0;
            double negatives = 0;
            for (int bin = from; bin < from + BINS; bin++) {
                pairs += positive[bin] * (negatives + negative[bin] / 2.0);
                positives += positive[bin];
                negatives += negative[bin];
            }
            if (positives > 0 && negatives > 0) {
                sum += pairs / (positives * negatives);
                measured++;
            }
        }
        return measured == 0 ? CHANCE : sum / measured;
    }

    private double best() {
        double positives = Arrays.stream(positive).sum();
        double negatives = total - positives;
        double truePositives = 0;
        double falsePositives = 0;
        double best = Double.NEGATIVE_INFINITY;
        for (int bin = BINS - 1; bin >= 0; bin--) {
            truePositives += positive[bin];
            falsePositives += negative[bin];
            if (positive[bin] + negative[bin] > 0) {
                best = Math.max(
                        best, Threshold.binaryGain(metric, truePositives, falsePositives, positives, negatives));
            }
        }
        return best;
    }
}
