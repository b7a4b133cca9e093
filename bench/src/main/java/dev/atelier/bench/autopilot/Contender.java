package dev.atelier.bench.autopilot;

import java.io.IOException;
import java.nio.file.Path;

/** What learns from a fold's file and predicts its other file. */
interface Contender {

    /** A run. */
    record Attempt(Path predictions, double seconds) {}

    String name();

    /**
     * Learns within the time and writes predictions.
     *
     * @param directory for its files
     */
    Attempt run(OuterFold fold, Path directory, Terms terms) throws IOException, InterruptedException;
}
