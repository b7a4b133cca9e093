package dev.atelier.autopilot.worker.metric;

import java.util.Arrays;

/** From which probability on a row counts as positive. */
public final class Threshold {

    public static final double HALF = 0.5;

    private Threshold() {}

    /** The threshold that makes the metric best on the given rows, half-way between two neighbouring probabilities; one half where none is chosen. */
    public static double calibrate(Metric metric, double[] target, double[] probability) {
        if (!metric.calibratesThreshold()) {
            return HALF;
        }
        int[] order = Ranking.order(probability);
        long positives = (long) Arrays.stream(target).sum();
        long negatives = target.length - positives;
        long truePositives = 0;
        long falsePositives = 0;
        double best = Double.NEGATIVE_INFINITY;
        double threshold = HALF;
        for (int i = order.length - 1; i >= 0; i--) {
            if (target[order[i]] > 0) {
                truePositives++;
            } else {
                falsePositives++;
            }
            double here = probability[order[i]];
            if (i > 0 && probability[order[i - 1]] == here) {
                continue;
            }
            double gain = binaryGain(metric, truePositives, falsePositives, positives, negatives);
            if (gain > best) {
                best = gain;
                threshold = i == 0 ? here : (here + probability[order[i - 1]]) / 2;
            }
        }
        return threshold;
    }

    /** The value of a threshold metric from counts. */
    public static double binaryGain(
            Metric metric, long truePositives, long falsePositives, long positives, long negatives) {
        return switch (metric) {
            case F1 -> 2.0 * truePositives / Math.max(1, truePositives + falsePositives + positives);
            case ACCURACY -> (double) (truePositives + negatives - falsePositives) / (positives + negatives);
            case BALANCED_ACCURACY ->
                (truePositives / (double) Math.max(1, positives)
                                + (negatives - falsePositives) / (double) Math.max(1, negatives))
                        / 2;
            default -> throw new IllegalArgumentException(metric + " has no threshold to calibrate");
        };
    }
}
