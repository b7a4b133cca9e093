package dev.atelier.autopilot.worker.learner;

import dev.atelier.autopilot.worker.data.RowWeights;
import dev.atelier.autopilot.worker.job.Deadline;
import dev.atelier.autopilot.worker.job.ProblemType;
import dev.atelier.autopilot.worker.metric.Scores;

/**
 * One fold's work.
 *
 * @param classes number of classes; 0 for regression
 * @param validation rows for early stopping
 */
public record FitTask(
        ProblemType type,
        int classes,
        Sample training,
        Sample validation,
        Parameters parameters,
        long seed,
        Deadline deadline,
        Progress progress) {

    /**
     * The loss of predictions for the validation rows: log loss for classes, mean squared error for values.
     *
     * @param predicted row-major, as many outputs a row as the problem type has
     */
    public double validationLoss(double[] predicted) {
        double[] target = validation.target();
        double[] weights = validation.weights();
        return switch (type) {
            case BINARY_CLASSIFICATION -> Scores.binaryLogLoss(target, weights, predicted);
            case MULTICLASS_CLASSIFICATION -> Scores.multiclassLogLoss(target, weights, predicted, classes);
            case REGRESSION -> {
                double sum = 0;
                for (int i = 0; i < target.length; i++) {
                    sum += RowWeights.at(weights, i) * (target[i] - predicted[i]) * (target[i] - predicted[i]);
                }
                yield sum / RowWeights.total(weights, target.length);
            }
        };
    }
}
