package dev.atelier.bench;

import java.nio.file.Path;

/**
 * What a benchmark runs in.
 *
 * @param repository the working copy, built
 * @param directory where it may keep files between runs (environments of peers) and leave its results
 * @param options its own options
 * @param figures where it prints
 */
public record Bench(Path repository, Path directory, BenchOptions options, Figures figures) {

    /** A whole Atelier of its own, started by the {@code ./atelier} script as a user would. */
    public BenchInstallation start() {
        return BenchInstallation.start(repository, directory);
    }
}
