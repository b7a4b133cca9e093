package dev.atelier.autopilot.worker.run;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code run.json}: how a run went.
 *
 * @param seconds from the start of the process until the model was there
 * @param objectiveValue of the ensemble, out of fold
 * @param skipped trials that could not have ended in time
 * @param failures why trials failed, by name
 * @param peakMemoryBytes of all processes together, sampled; 0 where it cannot be seen
 */
public record RunResult(
        int version,
        @Nullable Double budgetSeconds,
        double seconds,
        String objectiveMetric,
        double objectiveValue,
        int finishedTrials,
        List<String> skipped,
        List<String> failures,
        long peakMemoryBytes,
        String model) {}
