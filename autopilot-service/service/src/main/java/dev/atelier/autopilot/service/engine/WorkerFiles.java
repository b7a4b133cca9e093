package dev.atelier.autopilot.service.engine;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The files of the worker protocol (worker/README.md), as far as this service reads and writes them. */
public final class WorkerFiles {
    private WorkerFiles() {}

    /** request.json. */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Request(
            String datasetPath,
            String targetColumn,
            @Nullable String problemType,
            @Nullable String objectiveMetric,
            int minRows,
            long maxBytes,
            long seed,
            @Nullable Integer maxCandidates,
            @Nullable Double maxRuntimeSeconds,
            @Nullable Double maxRuntimePerTrialSeconds,
            int threads,
            @Nullable String groupColumn,
            @Nullable String timeColumn,
            @Nullable String sampleWeightColumn,
            @Nullable List<String> featureColumns,
            @Nullable Double validationFraction,
            @Nullable Long trainingRows,
            @Nullable Map<String, String> featureTypes) {}

    /** refusal.json and failure.json. */
    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Failure(String code, String message) {}

    /** profile.json. */
    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Profile(long rows, String problemType, String objectiveMetric, int folds, int plannedTrials) {}

    /** plan.json. */
    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Plan(int version, List<PlannedTrial> trials) {}

    /** An entry of plan.json. */
    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record PlannedTrial(
            int trial,
            String name,
            String algorithm,
            String description,
            @Nullable Map<String, Object> parameters) {}

    /** result.json. */
    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Result(
            String name,
            String algorithm,
            String description,
            double objectiveValue,
            List<MetricValue> metrics,
            double trainingSeconds,
            double inferenceLatencyMillis,
            long sizeBytes) {}

    /** A metric in result.json. */
    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record MetricValue(String name, double value, double standardDeviation) {}

    /** A line of events.jsonl. */
    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Event(
            Instant time,
            String event,
            @Nullable Integer fold,
            @Nullable Integer folds,
            @Nullable String metric,
            @Nullable Double value,
            @Nullable String message) {}

    /** The ready file of a serving worker. */
    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Ready(int port, long pid) {}
}
