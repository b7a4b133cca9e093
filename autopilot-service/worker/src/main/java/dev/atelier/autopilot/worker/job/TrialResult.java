package dev.atelier.autopilot.worker.job;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code result.json} of a trial or of the ensemble.
 *
 * @param refitted whether a model of all rows serves, for folds in the order of time; null for other folds
 */
public record TrialResult(
        int version,
        @Nullable Integer trial,
        String name,
        String algorithm,
        String description,
        ProblemType problemType,
        String objectiveMetric,
        String objectiveDirection,
        double objectiveValue,
        double objectiveStandardDeviation,
        List<MetricValue> metrics,
        @Nullable Double threshold,
        @Nullable List<List<Integer>> confusionMatrix,
        List<FoldValue> folds,
        @Nullable List<Member> members,
        boolean truncated,
        @Nullable Boolean refitted,
        double trainingSeconds,
        double inferenceLatencyMillis,
        long sizeBytes,
        String startTime,
        String endTime) {

    /** A metric: mean and standard deviation over the folds. */
    public record MetricValue(String name, double value, double standardDeviation, boolean higherIsBetter) {}

    /**
     * One fold.
     *
     * @param stop after how many of the rounds time ended it, when the rounds alone do not say
     */
    public record FoldValue(
            int fold,
            double seconds,
            @Nullable Integer rounds,
            boolean truncated,
            @Nullable Integer stop,
            Map<String, Double> metrics) {}

    /** A part of the ensemble. */
    public record Member(int trial, String name, double weight) {}
}
