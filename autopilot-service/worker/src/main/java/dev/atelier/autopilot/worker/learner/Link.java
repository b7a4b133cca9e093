package dev.atelier.autopilot.worker.learner;

import dev.atelier.autopilot.worker.job.ProblemType;

/** From a model's sums to what it predicts. */
public enum Link {
    /** The only sum is log odds. */
    LOGISTIC,
    /** Sums are log probabilities up to a constant. */
    SOFTMAX,
    /** The sum is the logarithm of the value. */
    EXPONENTIAL,
    /** The sum is the value. */
    IDENTITY;

    /** Of a model whose sums for values are not logarithms. */
    public static Link of(ProblemType type) {
        return switch (type) {
            case BINARY_CLASSIFICATION -> LOGISTIC;
            case MULTICLASS_CLASSIFICATION -> SOFTMAX;
            case REGRESSION -> IDENTITY;
        };
    }

    /**
     * Replaces the sums of rows by the predictions.
     *
     * @param sums row-major
     */
    public void apply(double[] sums, int outputs) {
        switch (this) {
            case LOGISTIC -> {
                for (int i = 0; i < sums.length; i++) {
                    sums[i] = sigmoid(sums[i]);
                }
            }
            case SOFTMAX -> {
                for (int from = 0; from < sums.length; from += outputs) {
                    softmax(sums, from, outputs);
                }
            }
            case EXPONENTIAL -> {
                for (int i = 0; i < sums.length; i++) {
                    sums[i] = Math.exp(sums[i]);
                }
            }
            case IDENTITY -> {
                // Sums are predictions.
            }
        }
    }

    private static double sigmoid(double score) {
        double less = Math.exp(-Math.abs(score));
        return score >= 0 ? 1 / (1 + less) : less / (1 + less);
    }

    private static void softmax(double[] values, int from, int count) {
        double max = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < count; k++) {
            max = Math.max(max, values[from + k]);
        }
        double sum = 0;
        for (int k = 0; k < count; k++) {
            values[from + k] = Math.exp(values[from + k] - max);
            sum += values[from + k];
        }
        for (int k = 0; k < count; k++) {
            values[from + k] /= sum;
        }
    }
}
