package dev.atelier.autopilot.worker.run;

import dev.atelier.autopilot.worker.job.TrialResult;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code run.json}: how a run went.
 *
 * @param seconds from the start of the process until the model was there
 * @param objectiveValue of the ensemble, out of fold
 * @param skipped trials that could not have ended in time
 * @param failures why trials failed, by name
 * @param candidates the trials that have a result, in their order
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
        List<Candidate> candidates,
        long peakMemoryBytes,
        String model) {

    /**
     * A trial that has a result.
     *
     * @param objectiveValue out of fold
     * @param weight in the ensemble; 0 when it is not in it
     */
    public record Candidate(String name, double objectiveValue, double seconds, boolean truncated, double weight) {

        /** All of a run. */
        static List<Candidate> of(List<TrialResult> trials, TrialResult ensemble) {
            Map<Integer, Double> weights = new HashMap<>();
            Objects.requireNonNullElse(ensemble.members(), List.<TrialResult.Member>of())
                    .forEach(member -> weights.put(member.trial(), member.weight()));
            return trials.stream()
                    .map(one -> new Candidate(
                            one.name(),
                            one.objectiveValue(),
                            one.trainingSeconds(),
                            one.truncated(),
                            weights.getOrDefault(Objects.requireNonNull(one.trial()), 0.0)))
                    .toList();
        }
    }
}
