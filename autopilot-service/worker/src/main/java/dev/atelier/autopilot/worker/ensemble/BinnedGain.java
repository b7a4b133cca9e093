package dev.atelier.autopilot.worker.ensemble;

import dev.atelier.autopilot.worker.metric.Metric;
import dev.atelier.autopilot.worker.metric.Threshold;
import java.util.Arrays;

/**
 * Measures of the order of probabilities without sorting: probabilities are counted in bins of equal relative width (the upper bits of a float), values of
 * one bin count as ties. It only guides the selection; what is reported is exact.
 */
final class BinnedGain implements Gain {

    private static final int SHIFT = 13;
    private static final int BINS = (Float.floatToIntBits(1f) >>> SHIFT) + 2;
    private static final int LOWEST = Float.floatToIntBits(1e-6f) >>> SHIFT;

    private final double[] target;
    private final Metric metric;
    private final long positives;
    private final int[] positive = new int[BINS - LOWEST];
    private final int[] negative = new int[BINS - LOWEST];

    BinnedGain(double[] target, Metric metric) {
        this.target = target;
        this.metric = metric;
        this.positives = (long) Arrays.stream(target).sum();
    }

    @Override
    public double of(double[] predictions) {
        Arrays.fill(positive, 0);
        Arrays.fill(negative, 0);
        for (int i = 0; i < target.length; i++) {
            int bits = Float.floatToIntBits((float) predictions[i]) >>> SHIFT;
            int bin = Math.clamp(bits - (long) LOWEST, 0, BINS - LOWEST - 1);
            if (target[i] > 0) {
                positive[bin]++;
            } else {
                negative[bin]++;
            }
        }
        return metric == Metric.AUC ? auc() : best();
    }

    private double auc() {
        long negatives = target.length - positives;
        if (positives == 0 || negatives == 0) {
            return 0.5;
        }
        double pairs = 0;
        long below = 0;
        for (int bin = 0; bin < positive.length; bin++) {
            pairs += positive[bin] * (below + negative[bin] / 2.0);
            below += negative[bin];
        }
        return pairs / ((double) positives * negatives);
    }

    private double best() {
        long negatives = target.length - positives;
        long truePositives = 0;
        long falsePositives = 0;
        double best = Double.NEGATIVE_INFINITY;
        for (int bin = positive.length - 1; bin >= 0; bin--) {
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
