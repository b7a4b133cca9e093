package dev.atelier.autopilot.worker.learner;

import dev.atelier.autopilot.worker.feature.Matrix;
import org.jspecify.annotations.Nullable;

/** What a learner has learned from one fold. Safe for use by several threads. */
public interface FittedModel extends AutoCloseable {

    /** Probabilities or values: row-major, as many outputs a row as the problem type has. */
    double[] predict(Matrix matrix);

    /**
     * Exact Shapley values before the link (log odds, sums or values): rows × outputs × (columns + 1), the base value last; null if the learner
     * gives none, and for logarithms of values, which do not add up to the mean of several models.
     */
    default double @Nullable [] contributions(Matrix matrix) {
        return null;
    }

    /**
     * Exact Shapley values of predictions against the mean prediction of background rows: rows × outputs × (columns + 1), that mean last; null if the learner
     * gives none.
     */
    default double @Nullable [] contributions(Matrix matrix, Matrix background) {
        return null;
    }

    /** The model in its learner's own format, from which {@link Learner#load} makes an equal one. */
    byte[] bytes();

    @Override
    void close();
}
