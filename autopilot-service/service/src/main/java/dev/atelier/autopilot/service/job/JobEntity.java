package dev.atelier.autopilot.service.job;

import dev.atelier.autopilot.service.dataset.Dataset;
import dev.atelier.autopilot.service.engine.ProblemType;
import dev.atelier.autopilot.service.usage.Owner;
import dev.atelier.autopilot.service.usage.OwnerColumns;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A row of {@code automl_job}. */
@Entity
@Table(name = "automl_job")
public class JobEntity {
    @Id
    @Column(name = "job_id")
    String id = "";

    @Column(name = "job_name")
    String name = "";

    @Embedded
    OwnerColumns owner = OwnerColumns.of(Owner.NOBODY);

    @Column(name = "dataset_id")
    String datasetId = "";

    @Column(name = "target_column")
    String targetColumn = "";

    @Column(name = "problem_type")
    @Nullable
    String problemType;

    @Column(name = "objective_metric")
    @Nullable
    String objectiveMetric;

    @Column(name = "group_column")
    @Nullable
    String groupColumn;

    @Column(name = "time_column")
    @Nullable
    String timeColumn;

    @Column(name = "sample_weight_column")
    @Nullable
    String sampleWeightColumn;

    @Column(name = "feature_columns")
    @JdbcTypeCode(SqlTypes.JSON)
    @Nullable
    List<String> featureColumns;

    @Column(name = "feature_types")
    @JdbcTypeCode(SqlTypes.JSON)
    @Nullable
    Map<String, String> featureTypes;

    @Column(name = "mode")
    String mode = "";

    @Column(name = "resolved_mode")
    String resolvedMode = "";

    @Column(name = "validation_fraction")
    @Nullable
    Double validationFraction;

    @Column(name = "validation_dataset_id")
    @Nullable
    String validationDatasetId;

    /** Of the table that is learned from, when a table of its own validates. */
    @Column(name = "training_rows")
    @Nullable
    Long trainingRows;

    @Column(name = "max_candidates")
    @Nullable
    Integer maxCandidates;

    @Column(name = "max_runtime_millis")
    @Nullable
    Long maxRuntimeMillis;

    @Column(name = "max_trial_millis")
    @Nullable
    Long maxTrialMillis;

    @Column(name = "seed")
    long seed;

    @Column(name = "instance_type")
    String instanceType = "";

    @JdbcTypeCode(SqlTypes.JSON)
    @Column(name = "requested_trials")
    @Nullable
    List<AskedTrial> requestedTrials;

    @Column(name = "status")
    String status = "";

    @Column(name = "secondary_status")
    String secondaryStatus = "";

    @Column(name = "failure_reason")
    @Nullable
    String failureReason;

    @Column(name = "folds")
    @Nullable
    Integer folds;

    @Column(name = "planned_trials")
    @Nullable
    Integer plannedTrials;

    @Column(name = "last_event")
    long lastEvent;

    @Column(name = "creation_time")
    Instant creationTime = Instant.EPOCH;

    @Column(name = "start_time")
    @Nullable
    Instant startTime;

    @Column(name = "end_time")
    @Nullable
    Instant endTime;

    @Column(name = "analysis_start")
    @Nullable
    Instant analysisStart;

    @Column(name = "analysis_end")
    @Nullable
    Instant analysisEnd;

    @Column(name = "training_start")
    @Nullable
    Instant trainingStart;

    @Column(name = "training_end")
    @Nullable
    Instant trainingEnd;

    @Column(name = "assembly_start")
    @Nullable
    Instant assemblyStart;

    @Column(name = "assembly_end")
    @Nullable
    Instant assemblyEnd;

    @Column(name = "explanation_start")
    @Nullable
    Instant explanationStart;

    @Column(name = "explanation_end")
    @Nullable
    Instant explanationEnd;

    @Column(name = "report_start")
    @Nullable
    Instant reportStart;

    @Column(name = "report_end")
    @Nullable
    Instant reportEnd;

    /** For Hibernate. */
    protected JobEntity() {}

    /** A job that nothing was done for yet. */
    static JobEntity create(
            String id, NewJob asked, Owner owner, Dataset table, @Nullable Dataset validation, Instant now) {
        JobEntity entity = new JobEntity();
        entity.id = id;
        entity.name = String.valueOf(asked.name());
        entity.owner = OwnerColumns.of(owner);
        entity.datasetId = table.id();
        entity.targetColumn = String.valueOf(asked.targetColumn());
        ProblemType type = asked.problemType();
        entity.problemType = type == null ? null : type.label();
        entity.objectiveMetric = NewJob.given(asked.objectiveMetric()) ? asked.objectiveMetric() : null;
        entity.featureTypes = asked.featureTypes().isEmpty() ? null : asked.featureTypes();
        entity.mode = asked.modeOrDefault().name();
        entity.resolvedMode = asked.modeOrDefault().resolve(table.sizeBytes()).name();
        entity.validationFraction = asked.validation().fraction();
        if (validation != null) {
            entity.validationDatasetId = validation.id();
            entity.trainingRows = table.rows();
        }
        SplitColumns split = asked.split();
        entity.groupColumn = split.group();
        entity.timeColumn = split.time();
        entity.sampleWeightColumn = split.sampleWeight();
        entity.featureColumns = asked.featureColumns().isEmpty() ? null : asked.featureColumns();
        JobLimits limits = asked.limits();
        entity.maxCandidates = limits.maxCandidates();
        entity.maxRuntimeMillis = millis(limits.maxRuntime());
        entity.maxTrialMillis = millis(limits.maxRuntimePerTrial());
        entity.seed = asked.seed();
        entity.instanceType = asked.instanceTypeOrDefault();
        entity.requestedTrials = asked.trials();
        entity.creationTime = now.truncatedTo(ChronoUnit.MICROS);
        entity.write(new JobLifecycle.InProgress(Step.STARTING));
        return entity;
    }

    JobLifecycle lifecycle() {
        return JobLifecycle.of(status, secondaryStatus, failureReason);
    }

    void write(JobLifecycle lifecycle) {
        status = lifecycle.status();
        secondaryStatus = lifecycle.secondaryStatus();
        failureReason = lifecycle.failureReason();
    }

    JobLimits limits() {
        return new JobLimits(maxCandidates, duration(maxRuntimeMillis), duration(maxTrialMillis));
    }

    SplitColumns split() {
        return new SplitColumns(groupColumn, timeColumn, sampleWeightColumn);
    }

    JobMode resolvedMode() {
        return JobMode.valueOf(resolvedMode);
    }

    AutoMLJob toJob() {
        return new AutoMLJob(
                id,
                name,
                owner.toOwner(),
                datasetId,
                targetColumn,
                problemType == null ? null : ProblemType.ofLabel(problemType).orElseThrow(),
                objectiveMetric,
                JobMode.valueOf(mode),
                resolvedMode(),
                new Validation(validationFraction, validationDatasetId),
                folds,
                split(),
                featureColumns == null ? List.of() : List.copyOf(featureColumns),
                featureTypes == null ? Map.of() : Map.copyOf(featureTypes),
                limits(),
                seed,
                instanceType,
                lifecycle(),
                lastEvent,
                creationTime,
                startTime,
                endTime);
    }

    private static @Nullable Long millis(@Nullable Duration duration) {
        return duration == null ? null : duration.toMillis();
    }

    private static @Nullable Duration duration(@Nullable Long millis) {
        return millis == null ? null : Duration.ofMillis(millis);
    }
}
