package dev.atelier.autopilot.worker.learner;

import dev.atelier.autopilot.worker.feature.Matrix;

/** What a learner has learned from one fold. Safe for use by several threads. */
public interface FittedModel extends AutoCloseable {

    /** Probabilities or values: row-major, as many outputs a row as the problem type has. */
    double[] predict(Matrix matrix);

    /** The model in its learner's own format, from which {@link Learner#load} makes an equal one. */
    byte[] bytes();

    @Override
    void close();
}
