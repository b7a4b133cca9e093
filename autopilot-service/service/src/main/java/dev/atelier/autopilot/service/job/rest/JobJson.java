package dev.atelier.autopilot.service.job.rest;

import dev.atelier.autopilot.service.candidate.Candidate;
import dev.atelier.autopilot.service.engine.ProblemType;
import dev.atelier.autopilot.service.job.AutoMLJob;
import dev.atelier.autopilot.service.job.JobLimits;
import dev.atelier.autopilot.service.job.JobView;
import dev.atelier.autopilot.service.usage.OwnerJson;
import dev.atelier.platform.json.MoneyJson;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A job as REST has it.
 *
 * @param timeLeft of the total runtime, while it is not finished and has a limit
 */
@RegisterForReflection
record JobJson(
        String autoMlJobName,
        OwnerJson owner,
        String datasetId,
        String targetColumn,
        @Nullable String problemType,
        @Nullable String objectiveMetric,
        String mode,

        @Schema(description = "What AUTO came to, or the mode itself.")
        String resolvedMode,

        @Nullable Double validationFraction,
        @Nullable String validationDatasetId,

        @Schema(
                description =
                        "That candidates are learned in; 1 where rows are held out instead. Absent until the table was analyzed.")
        @Nullable
        Integer folds,

        @Nullable String groupColumn,
        @Nullable String timeColumn,
        @Nullable String sampleWeightColumn,
        List<String> featureColumns,
        Map<String, String> featureTypes,
        LimitsJson limits,
        String instanceType,
        long seed,
        String status,
        String secondaryStatus,
        @Nullable String failureReason,
        int candidatesCompleted,
        int candidatesFailed,
        @Nullable CandidateJson bestCandidate,
        Instant creationTime,
        @Nullable Instant startTime,
        @Nullable Instant endTime,
        @Nullable Duration timeLeft,

        @Schema(description = "Of what runs for it now; absent when nothing does, and while billing cannot say.")
        @Nullable
        MoneyJson pricePerHour,

        @Schema(description = "Absent while billing cannot say.") @Nullable
        MoneyJson costSoFar,

        @Schema(description = "A price in pricePerHour or costSoFar is an estimate.")
        boolean priceEstimated) {
    /** Limits of a job; absent means none. Durations are ISO 8601, for example "PT2M". */
    @RegisterForReflection
    record LimitsJson(
            @Nullable Integer maxCandidates,
            @Nullable Duration maxRuntime,
            @Nullable Duration maxRuntimePerTrial) {
        JobLimits toLimits() {
            return new JobLimits(maxCandidates, maxRuntime, maxRuntimePerTrial);
        }
    }

    static JobJson of(JobView view) {
        AutoMLJob job = view.job();
        ProblemType type = job.problemType();
        Candidate best = view.candidates().best();
        JobLimits limits = job.limits();
        return new JobJson(
                job.name(),
                OwnerJson.of(job.owner()),
                job.datasetId(),
                job.targetColumn(),
                type == null ? null : type.label(),
                job.objectiveMetric(),
                job.mode().name(),
                job.resolvedMode().name(),
                job.validation().fraction(),
                job.validation().datasetId(),
                job.folds(),
                job.split().group(),
                job.split().time(),
                job.split().sampleWeight(),
                job.featureColumns(),
                job.featureTypes(),
                new LimitsJson(limits.maxCandidates(), limits.maxRuntime(), limits.maxRuntimePerTrial()),
                job.instanceType(),
                job.seed(),
                job.lifecycle().status(),
                job.lifecycle().secondaryStatus(),
                job.lifecycle().failureReason(),
                view.candidates().completed(),
                view.candidates().failed(),
                best == null ? null : CandidateJson.of(job.name(), best),
                job.creationTime(),
                job.startTime(),
                job.endTime(),
                view.timeLeft(),
                view.cost().pricePerHourJson(),
                view.cost().costSoFarJson(),
                view.cost().estimated());
    }
}
