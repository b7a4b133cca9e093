package dev.atelier.autopilot.worker.ensemble;

import dev.atelier.autopilot.worker.data.RowWeights;
import dev.atelier.autopilot.worker.job.ProblemType;
import dev.atelier.autopilot.worker.metric.Confusion;
import dev.atelier.autopilot.worker.metric.Metric;
import dev.atelier.autopilot.worker.metric.Scores;
import dev.atelier.autopilot.worker.metric.Threshold;

/** How good blended predictions are by the objective; higher is better. Called some thousand times, so that each must be fast. */
@FunctionalInterface
interface Gain {

    /** Small enough to only break ties of counting measures. */
    double TIE_BREAK = 1e-6;

    double of(double[] predictions);

    static Gain of(ProblemType type, int classes, Metric metric, double[] target, double[] weights, int[] fold) {
        return switch (type) {
            case BINARY_CLASSIFICATION -> binary(metric, target, weights, fold);
            case MULTICLASS_CLASSIFICATION ->
                predictions -> {
                    double loss = Scores.multiclassLogLoss(target, weights, predictions, classes);
                    return metric == Metric.LOG_LOSS
                            ? -loss
                            : multiclass(metric, Confusion.multiclass(target, weights, predictions, classes))
                                    - TIE_BREAK * loss;
                };
            case REGRESSION ->
                metric == Metric.MAE
                        ? predictions -> -meanAbsolute(target, weights, predictions)
                        : predictions -> -meanSquare(target, weights, predictions);
        };
    }

    private static Gain binary(Metric metric, double[] target, double[] weights, int[] fold) {
        return switch (metric) {
            case AUC -> new BinnedGain(target, weights, fold, metric);
            case F1, ACCURACY, BALANCED_ACCURACY -> {
                BinnedGain binned = new BinnedGain(target, weights, fold, metric);
                yield predictions ->
                        binned.of(predictions) - TIE_BREAK * Scores.binaryLogLoss(target, weights, predictions);
            }
            case PRECISION, RECALL ->
                predictions -> {
                    Confusion confusion = Confusion.binary(target, weights, predictions, Threshold.HALF);
                    double value = metric == Metric.PRECISION ? confusion.precision(1) : confusion.recall(1);
                    return value - TIE_BREAK * Scores.binaryLogLoss(target, weights, predictions);
                };
            default -> predictions -> -Scores.binaryLogLoss(target, weights, predictions);
        };
    }

    private static double multiclass(Metric metric, Confusion confusion) {
        return switch (metric) {
            case BALANCED_ACCURACY -> confusion.balancedAccuracy();
            case F1_MACRO -> confusion.macro(confusion::f1);
            case PRECISION_MACRO -> confusion.macro(confusion::precision);
            case RECALL_MACRO -> confusion.macro(confusion::recall);
            default -> confusion.accuracy();
        };
    }

    private static double meanSquare(double[] target, double[] weights, double[] predictions) {
        double sum = 0;
        for (int i = 0; i < target.length; i++) {
            double error = predictions[i] - target[i];
            sum += RowWeights.at(weights, i) * error * error;
        }
        return sum / RowWeights.total(weights, target.length);
    }

    private static double meanAbsolute(double[] target, double[] weights, double[] predictions) {
        double sum = 0;
        for (int i = 0; i < target.length; i++) {
            sum += RowWeights.at(weights, i) * Math.abs(predictions[i] - target[i]);
        }
        return sum / RowWeights.total(weights, target.length);
    }
}
