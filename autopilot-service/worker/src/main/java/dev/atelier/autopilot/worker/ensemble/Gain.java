package dev.atelier.autopilot.worker.ensemble;

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

    static Gain of(ProblemType type, int classes, Metric metric, double[] target, int[] fold) {
        return switch (type) {
            case BINARY_CLASSIFICATION -> binary(metric, target, fold);
            case MULTICLASS_CLASSIFICATION ->
                predictions -> {
                    double loss = Scores.multiclassLogLoss(target, predictions, classes);
                    return metric == Metric.LOG_LOSS
                            ? -loss
                            : multiclass(metric, Confusion.multiclass(target, predictions, classes)) - TIE_BREAK * loss;
                };
            case REGRESSION ->
                metric == Metric.MAE
                        ? predictions -> -meanAbsolute(target, predictions)
                        : predictions -> -meanSquare(target, predictions);
        };
    }

    private static Gain binary(Metric metric, double[] target, int[] fold) {
        return switch (metric) {
            case AUC -> new BinnedGain(target, fold, metric);
            case F1, ACCURACY, BALANCED_ACCURACY -> {
                BinnedGain binned = new BinnedGain(target, fold, metric);
                yield predictions -> binned.of(predictions) - TIE_BREAK * Scores.binaryLogLoss(target, predictions);
            }
            case PRECISION, RECALL ->
                predictions -> {
                    Confusion confusion = Confusion.binary(target, predictions, Threshold.HALF);
                    double value = metric == Metric.PRECISION ? confusion.precision(1) : confusion.recall(1);
                    return value - TIE_BREAK * Scores.binaryLogLoss(target, predictions);
                };
            default -> predictions -> -Scores.binaryLogLoss(target, predictions);
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

    private static double meanSquare(double[] target, double[] predictions) {
        double sum = 0;
        for (int i = 0; i < target.length; i++) {
            double error = predictions[i] - target[i];
            sum += error * error;
        }
        return sum / target.length;
    }

    private static double meanAbsolute(double[] target, double[] predictions) {
        double sum = 0;
        for (int i = 0; i < target.length; i++) {
            sum += Math.abs(predictions[i] - target[i]);
        }
        return sum / target.length;
    }
}
