package dev.atelier.autopilot.worker.learner;

/** A library's model, read here, that predicts one row to the bit as the library does. */
interface RowTrees {

    /** Probabilities or values of a row of the matrix. */
    double[] predict(double[] row);

    BoostedTrees trees();
}
