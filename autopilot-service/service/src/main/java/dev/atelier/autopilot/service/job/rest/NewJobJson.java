package dev.atelier.autopilot.service.job.rest;

import dev.atelier.api.error.AtelierException;
import dev.atelier.autopilot.service.dataset.TableSource;
import dev.atelier.autopilot.service.engine.ProblemType;
import dev.atelier.autopilot.service.job.AskedTrial;
import dev.atelier.autopilot.service.job.JobLimits;
import dev.atelier.autopilot.service.job.JobMode;
import dev.atelier.autopilot.service.job.NewJob;
import dev.atelier.autopilot.service.job.NewValidation;
import dev.atelier.autopilot.service.job.SplitColumns;
import dev.atelier.autopilot.service.support.NoNulls;
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
                        "ENSEMBLING trains configurations that complement each other and combines them. HYPERPARAMETER_TUNING "
                                + "trains one of each algorithm, searches for better ones from there, and has single models only. "
                                + "AUTO, when absent: ENSEMBLING for tables below 100 MB.",
                enumeration = {"AUTO", "ENSEMBLING", "HYPERPARAMETER_TUNING"})
        @Nullable
        String mode,

        @Schema(
                description =
                        "The part of the rows, above 0 and below 1, that is held out to measure candidates on, instead of folds. "
                                + "When absent: folds; from 100,000 rows on a tenth, where every class has 1,000 rows and no column says how rows are split.")
        @Nullable
        Double validationFraction,

        @Schema(
                description =
                        "A table of its own to measure candidates on, with the same columns in the same order, instead of folds.")
        @Nullable
        TableSourceJson validationDataset,

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
        @NoNulls
        @Nullable
        List<String> featureColumns,

        @Schema(
                description =
                        "What columns are read as, where that is not what their values look like: \"numeric\", \"categorical\", "
                                + "\"text\" or \"datetime\" by column.")
        @NoNulls
        @Nullable
        Map<String, String> featureTypes,

        JobJson.@Nullable LimitsJson limits,

        @Schema(description = "\"ml.m5.large\" when absent.") @Nullable
        String instanceType,

        @Nullable Long seed,

        @Schema(
                description =
                        "The candidates to be trained instead of the engine's own plan, for example to train one of another job again.")
        @NoNulls
        @Nullable
        List<TrialJson> trials) {
    /** Where a table lies: one of the three. */
    @RegisterForReflection
    record TableSourceJson(
            @Schema(description = "A stored data set.") @Nullable
            String datasetId,

            @Schema(description = "A CSV in the user's home directory.") @Nullable
            String homePath,

            @Schema(description = "A CSV as s3://bucket/key or file:///path.") @Nullable
            String inputUri) {
        TableSource toSource() {
            return new TableSource(datasetId, homePath, inputUri);
        }
    }

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
                new TableSource(datasetId, homePath, inputUri),
                targetColumn,
                type(),
                objectiveMetric,
                jobMode(),
                new NewValidation(
                        validationFraction,
                        validationDataset == null ? TableSource.NONE : validationDataset.toSource()),
                new SplitColumns(groupColumn, timeColumn, sampleWeightColumn),
                featureColumns == null ? List.of() : List.copyOf(featureColumns),
                featureTypes == null ? Map.of() : featureTypes,
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

    private @Nullable JobMode jobMode() {
        if (mode == null || mode.isBlank()) {
            return null;
        }
        return JobMode.ofLabel(mode)
                .orElseThrow(() -> AtelierException.invalid("mode", "must be one of " + List.of(JobMode.values())));
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
