package dev.atelier.bench.autopilot;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The measures, computed here for everyone, as scikit-learn does. */
enum Measure {
    AUC("AUC", true),
    LOG_LOSS("LogLoss", false),
    RMSE("RMSE", false);

    private static final double EPSILON = 1e-15;

    private final String label;
    private final boolean higherIsBetter;

    Measure(String label, boolean higherIsBetter) {
        this.label = label;
        this.higherIsBetter = higherIsBetter;
    }

    String label() {
        return label;
    }

    boolean higherIsBetter() {
        return higherIsBetter;
    }

    /** How much better a is than b as a ratio of what is to be lost: below 1 is better. A lost area is one minus the AUC. */
    double lossRatio(double a, double b) {
        return higherIsBetter ? (1 - a) / (1 - b) : a / b;
    }

    boolean atLeast(double a, double b) {
        return higherIsBetter ? a >= b : a <= b;
    }

    /**
     * The value of predictions.
     *
     * @param predictions of the positive class, of every class in order, or values
     * @param truth class index or value of each row
     */
    double of(double[][] predictions, double[] truth) {
        return switch (this) {
            case AUC -> area(predictions, truth);
            case LOG_LOSS -> logLoss(predictions, truth);
            case RMSE ->
                Math.sqrt(IntStream.range(0, truth.length)
                        .mapToDouble(i -> Math.pow(predictions[i][0] - truth[i], 2))
                        .average()
                        .orElse(Double.NaN));
        };
    }

    private static double logLoss(double[][] predictions, double[] truth) {
        double sum = 0;
        for (int i = 0; i < truth.length; i++) {
            double all = 0;
            for (double probability : predictions[i]) {
                all += probability;
            }
            sum -= Math.log(Math.clamp(predictions[i][(int) truth[i]] / all, EPSILON, 1 - EPSILON));
        }
        return sum / truth.length;
    }

    /** The probability that a positive row ranks above a negative one, ties counting half. */
    private static double area(double[][] predictions, double[] truth) {
        List<Integer> order = IntStream.range(0, truth.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> predictions[i][1]))
                .toList();
        double ranks = 0;
        double positives = 0;
        for (int i = 0; i < order.size(); ) {
            int end = i;
            while (end < order.size() && predictions[order.get(end)][1] == predictions[order.get(i)][1]) {
                end++;
            }
            double rank = (i + 1 + end) / 2.0;
            for (int j = i; j < end; j++) {
                if (truth[order.get(j)] > 0) {
                    ranks += rank;
                    positives++;
                }
            }
            i = end;
        }
        double negatives = truth.length - positives;
        return (ranks - positives * (positives + 1) / 2) / (positives * negatives);
    }
}
