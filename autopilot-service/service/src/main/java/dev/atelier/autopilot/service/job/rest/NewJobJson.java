package dev.atelier.autopilot.service.job.rest;

import dev.atelier.api.error.AtelierException;
import dev.atelier.autopilot.service.engine.ProblemType;
import dev.atelier.autopilot.service.job.AskedTrial;
import dev.atelier.autopilot.service.job.JobLimits;
import dev.atelier.autopilot.service.job.NewJob;
import dev.atelier.autopilot.service.job.SplitColumns;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A job to be made, as REST has it. */
@RegisterForReflection
record NewJobJson(
        @Schema(required = true, pattern = "^[a-zA-Z0-9](-*[a-zA-Z0-9])*$", maxLength = 32) @Nullable
        String autoMlJobName,

        @Schema(description = "Needed from callers without a user profile.") @Nullable
        String domainId,

        @Schema(description = "Needed from callers without a user profile.") @Nullable
        String userProfileName,

        @Schema(description = "A stored data set; give one of this, homePath and inputUri.") @Nullable
        String datasetId,

        @Schema(description = "A CSV in the user's home directory.") @Nullable
        String homePath,

        @Schema(
                description =
                        "A CSV as s3://bucket/key or file:///path, where the configuration of autopilot-service allows it.")
        @Nullable
        String inputUri,

        @Schema(required = true) @Nullable String targetColumn,

        @Schema(
                description = "Detected when absent.",
                enumeration = {"BinaryClassification", "MulticlassClassification", "Regression"})
        @Nullable
        String problemType,

        @Schema(description = "The problem type's usual one when absent, for example \"AUC\", \"Accuracy\" or \"MSE\".")
        @Nullable
        String objectiveMetric,

        @Schema(
                description =
                        "All rows of a group are in one fold, so that what is measured holds for new groups, for example \"customer_id\". No feature.")
        @Nullable
        String groupColumn,

        @Schema(
                description =
                        "Dates or numbers without gaps: every fold is later than what was learned from. Not together with groupColumn.")
        @Nullable
        String timeColumn,

        @Schema(description = "How much each row counts: numbers above 0; rows without one are left out. No feature.")
        @Nullable
        String sampleWeightColumn,

        @Schema(
                description =
                        "The only columns that may be features; all but the target, group and weight when absent or empty.")
        @Nullable
        List<String> featureColumns,

        JobJson.@Nullable LimitsJson limits,

        @Schema(description = "\"ml.m5.large\" when absent.") @Nullable
        String instanceType,

        @Nullable Long seed,

        @Schema(
                description =
                        "The candidates to be trained instead of the engine's own plan, for example to train one of another job again.")
        @Nullable
        List<TrialJson> trials) {
    /** A candidate to be trained. */
    @RegisterForReflection
    record TrialJson(
            int trial,
            @Nullable String name,
            @Nullable String algorithm,
            @Nullable Map<String, Object> parameters) {}

    NewJob toNewJob() {
        return new NewJob(
                autoMlJobName,
                domainId,
                userProfileName,
                datasetId,
                homePath,
                inputUri,
                targetColumn,
                type(),
                objectiveMetric,
                new SplitColumns(groupColumn, timeColumn, sampleWeightColumn),
                featureColumns == null ? List.of() : List.copyOf(featureColumns),
                limits == null ? JobLimits.NONE : limits.toLimits(),
                instanceType,
                seed == null ? 0 : seed,
                trials == null
                        ? null
                        : trials.stream()
                                .map(asked -> new AskedTrial(
                                        asked.trial(), asked.name(), asked.algorithm(), asked.parameters()))
                                .toList());
    }

    private @Nullable ProblemType type() {
        if (problemType == null || problemType.isBlank()) {
            return null;
        }
        return ProblemType.ofLabel(problemType)
                .orElseThrow(() -> AtelierException.invalid(
                        "problemType",
                        "must be one of "
                                + Stream.of(ProblemType.values())
                                        .map(ProblemType::label)
                                        .toList()));
    }
}
