package dev.atelier.autopilot.worker.artefact;

import dev.atelier.autopilot.worker.data.Table;

/** A model that predicts from typed columns. Safe for use by several threads. */
public sealed interface Model extends AutoCloseable permits BagModel, EnsembleModel {

    ModelManifest manifest();

    /** Probabilities or values: row-major, as many outputs a row as the problem type has. */
    double[] predict(Table table);

    /** The predictions by what has not learned from the given fold's rows. */
    double[] predictFold(int fold, Table table);

    @Override
    void close();
}
