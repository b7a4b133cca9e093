package dev.atelier.autopilot.service.job;

import dev.atelier.autopilot.service.engine.WorkerFiles.PlannedTrial;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** How a job comes to its best candidate; the names are SageMaker's. */
public enum JobMode {
    /** {@link #ENSEMBLING} for tables below 100 MB, {@link #HYPERPARAMETER_TUNING} for larger ones. */
    AUTO,
    /** Many configurations that are known to complement each other, then an ensemble of them. */
    ENSEMBLING,
    /** One configuration of each algorithm, then a search for better ones from there; every candidate is a single model. */
    HYPERPARAMETER_TUNING;

    private static final long LARGE = 100_000_000;

    /** The mode with a name. */
    public static Optional<JobMode> ofLabel(String label) {
        return Stream.of(values()).filter(mode -> mode.name().equals(label)).findFirst();
    }

    /**
     * What it comes to.
     *
     * @param bytes of the table
     */
    JobMode resolve(long bytes) {
        if (this != AUTO) {
            return this;
        }
        return bytes < LARGE ? ENSEMBLING : HYPERPARAMETER_TUNING;
    }

    /**
     * What of the engine's portfolio is trained before the search goes on.
     *
     * @param portfolio numbered from 0
     * @return numbered from 0
     */
    List<PlannedTrial> openings(List<PlannedTrial> portfolio) {
        return switch (this) {
            case AUTO, ENSEMBLING -> portfolio;
            case HYPERPARAMETER_TUNING -> firstOfEach(portfolio);
        };
    }

    private static List<PlannedTrial> firstOfEach(List<PlannedTrial> portfolio) {
        Set<String> algorithms = new HashSet<>();
        List<PlannedTrial> first = new ArrayList<>();
        for (PlannedTrial trial : portfolio) {
            if (algorithms.add(trial.algorithm())) {
                first.add(new PlannedTrial(
                        first.size(), trial.name(), trial.algorithm(), trial.description(), trial.parameters()));
            }
        }
        return first;
    }
}
