package dev.atelier.autopilot.worker.learner;

import org.jspecify.annotations.Nullable;

/** A library's model, read here, that predicts one row to the bit as the library does. */
interface RowTrees {

    /** Probabilities or values of a row of the matrix; null where only the library knows what to say. */
    double @Nullable [] predict(double[] row);

    BoostedTrees trees();
}
