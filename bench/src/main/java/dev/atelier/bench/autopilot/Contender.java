package dev.atelier.bench.autopilot;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What learns from a fold's file and predicts its other file. */
interface Contender {

    /**
     * A run.
     *
     * @param seconds that learning took
     * @param usage of the machine; null where it cannot be seen
     * @param row how long one row takes; null where that is not measured
     * @param details what the method says of its run; null if nothing
     */
    record Attempt(
            Path predictions,
            double seconds,
            @Nullable Usage usage,
            @Nullable SingleRow row,
            @Nullable JsonNode details) {}

    String name();

    /** What exactly is measured: our commit, or the package. */
    String version();

    /**
     * Learns within the time and writes predictions.
     *
     * @param directory for its files
     */
    Attempt run(OuterFold fold, Path directory, Terms terms) throws IOException, InterruptedException;
}
