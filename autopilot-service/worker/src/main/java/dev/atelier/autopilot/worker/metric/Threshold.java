package dev.atelier.autopilot.worker.metric;

import dev.atelier.autopilot.worker.data.RowWeights;

/** From which probability on a row counts as positive. */
public final class Threshold {

    public static final double HALF = 0.5;

    private Threshold() {}

    /** The threshold that makes the metric best on the given rows, half-way between two neighbouring probabilities; one half where none is chosen. */
    public static double calibrate(Metric metric, double[] target, double[] weights, double[] probability) {
        if (!metric.calibratesThreshold()) {
            return HALF;
        }
        int[] order = Ranking.order(probability);
        double positives = 0;
        for (int i = 0; i < target.length; i++) {
            positives += target[i] * RowWeights.at(weights, i);
        }
        double negatives = RowWeights.total(weights, target.length) - positives;
        double truePositives = 0;
        double falsePositives = 0;
        double best = Double.NEGATIVE_INFINITY;
        double threshold = HALF;
        for (int i = order.length - 1; i >= 0; i--) {
            if (target[order[i]] > 0) {
                truePositives += RowWeights.at(weights, order[i]);
            } else {
                falsePositives += RowWeights.at(weights, order[i]);
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

    /** The value of a threshold metric from counts or weights. */
    public static double binaryGain(
            Metric metric, double truePositives, double falsePositives, double positives, double negatives) {
        return switch (metric) {
            case F1 -> ratio(2 * truePositives, truePositives + falsePositives + positives);
            case ACCURACY -> (truePositives + negatives - falsePositives) / (positives + negatives);
            case BALANCED_ACCURACY ->
                (ratio(truePositives, positives) + ratio(negatives - falsePositives, negatives)) / 2;
            default -> throw new IllegalArgumentException(metric + " has no threshold to calibrate");
        };
    }

    private static double ratio(double part, double whole) {
        return whole == 0 ? 0 : part / whole;
    }
}
