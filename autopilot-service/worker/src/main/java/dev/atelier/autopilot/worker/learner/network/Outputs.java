package dev.atelier.autopilot.worker.learner.network;

import dev.atelier.autopilot.worker.job.ProblemType;
import dev.atelier.autopilot.worker.learner.Loss;

/**
 * What the last layer's sums mean: log odds, log probabilities up to a constant, standardized values, or logarithms of values
 * that are divided by their mean.
 *
 * @param count outputs a row
 * @param centre mean of the training values; 0 for classes and logarithms
 * @param scale their deviation; their mean for logarithms, 1 for classes
 */
record Outputs(ProblemType type, int count, Loss loss, double centre, double scale) {

    static Outputs of(ProblemType type, int classes, Loss loss, double[] target) {
        int count = type.outputs(classes);
        if (type.isClassification()) {
            return new Outputs(type, count, Loss.SQUARED, 0, 1);
        }
        double mean = 0;
        for (double value : target) {
            mean += value / target.length;
        }
        if (loss.logarithmic()) {
            return new Outputs(type, count, loss, 0, mean > 0 ? mean : 1);
        }
        double variance = 0;
        for (double value : target) {
            variance += (value - mean) * (value - mean) / target.length;
        }
        return new Outputs(type, count, loss, mean, variance > 0 ? Math.sqrt(variance) : 1);
    }

    /** Writes the row's probabilities or values. */
    void predict(float[] sums, double[] out, int at) {
        switch (type) {
            case BINARY_CLASSIFICATION -> out[at] = 1 / (1 + Math.exp(-sums[0]));
            case MULTICLASS_CLASSIFICATION -> softmax(sums, out, at);
            case REGRESSION -> out[at] = centre + scale * loss.mean(sums[0]);
        }
    }

    private void softmax(float[] sums, double[] out, int at) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < count; k++) {
            largest = Math.max(largest, sums[k]);
        }
        double total = 0;
        for (int k = 0; k < count; k++) {
            out[at + k] = Math.exp(sums[k] - largest);
            total += out[at + k];
        }
        for (int k = 0; k < count; k++) {
            out[at + k] /= total;
        }
    }

    /**
     * Replaces the row's sums by the gradient of its loss (log loss, or the {@link Loss} of scaled values) times a factor.
     *
     * @param scratch as many values as outputs
     */
    void gradient(float[] sums, double target, float factor, double[] scratch) {
        predict(sums, scratch, 0);
        switch (type) {
            case BINARY_CLASSIFICATION -> sums[0] = (float) (scratch[0] - target) * factor;
            case MULTICLASS_CLASSIFICATION -> {
                for (int k = 0; k < count; k++) {
                    sums[k] = (float) (scratch[k] - (k == (int) target ? 1 : 0)) * factor;
                }
            }
            case REGRESSION ->
                sums[0] = (float) loss.slope((scratch[0] - centre) / scale, (target - centre) / scale) * factor;
        }
    }
}
