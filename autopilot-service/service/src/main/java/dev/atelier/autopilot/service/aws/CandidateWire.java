package dev.atelier.autopilot.service.aws;

import static dev.atelier.platform.aws.AwsOutput.structure;

import dev.atelier.api.identity.Caller;
import dev.atelier.api.page.Page;
import dev.atelier.autopilot.service.candidate.Candidate;
import dev.atelier.autopilot.service.candidate.CandidateListing;
import dev.atelier.autopilot.service.candidate.CandidateState;
import dev.atelier.autopilot.service.candidate.Metric;
import dev.atelier.autopilot.service.engine.ObjectiveMetric;
import dev.atelier.autopilot.service.experiment.CandidateStep;
import dev.atelier.autopilot.service.experiment.CandidateSteps;
import dev.atelier.autopilot.service.job.AutoMLJob;
import dev.atelier.autopilot.service.job.JobService;
import dev.atelier.autopilot.service.notebook.Artifact;
import dev.atelier.autopilot.service.notebook.Artifacts;
import dev.atelier.platform.aws.AwsCall;
import dev.atelier.platform.aws.AwsInput;
import dev.atelier.platform.aws.AwsOutput;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells of candidates. */
@ApplicationScoped
class CandidateWire {
    /** What CreateModel takes as the image of a candidate's container: Autopilot's own server of models. */
    static final String IMAGE = "atelier-autopilot";

    private static final int MOST = 300;
    private static final double MILLIS = 1000;
    private static final Map<String, CandidateListing.Key> KEYS = Map.of(
            "CreationTime", CandidateListing.Key.CREATION_TIME,
            "Status", CandidateListing.Key.STATUS,
            "FinalObjectiveMetricValue", CandidateListing.Key.OBJECTIVE_VALUE);
    /** SageMaker's AutoMLMetricEnum and, with LogLoss, its AutoMLMetricExtendedEnum, as far as they are about tables. */
    private static final Set<String> METRICS = Set.of(
            "Accuracy",
            "MSE",
            "F1",
            "F1macro",
            "AUC",
            "RMSE",
            "BalancedAccuracy",
            "R2",
            "Recall",
            "RecallMacro",
            "Precision",
            "PrecisionMacro",
            "MAE");

    private static final String LOG_LOSS = "LogLoss";

    private final JobService jobs;
    private final CandidateSteps steps;
    private final Artifacts artifacts;
    private final Places places;

    CandidateWire(JobService jobs, CandidateSteps steps, Artifacts artifacts, Places places) {
        this.jobs = jobs;
        this.steps = steps;
        this.artifacts = artifacts;
        this.places = places;
    }

    /** The best first, unless said. */
    Map<String, @Nullable Object> list(AwsCall call) {
        AwsInput input = call.input();
        AutoMLJob job = jobs.visible(call.caller(), input.text("AutoMLJobName"));
        CandidateListing.Key key = input.oneOf(
                        "SortBy", KEYS.keySet().stream().sorted().toArray(String[]::new))
                .map(KEYS::get)
                .orElse(CandidateListing.Key.RANK);
        boolean ascending = input.oneOf("SortOrder", "Ascending", "Descending")
                .map("Ascending"::equals)
                .orElse(key == CandidateListing.Key.RANK);
        Page<Candidate> page = jobs.candidates(
                call.caller(),
                job.name(),
                new CandidateListing(
                        input.oneOf("StatusEquals", "Completed", "InProgress", "Failed", "Stopped", "Stopping")
                                .orElse(null),
                        input.optional("CandidateNameEquals").orElse(null),
                        key,
                        ascending),
                call.page(MOST));
        return AwsOutput.page("Candidates", page, candidate -> describe(call, job, candidate));
    }

    /** Steps are not jobs of their own here: their ARNs are those of trial components. */
    Map<String, @Nullable Object> describe(AwsCall call, AutoMLJob job, Candidate candidate) {
        Caller caller = call.caller();
        CandidateState state = candidate.state();
        Instant end = state instanceof CandidateState.Ended ended ? ended.at() : null;
        Map<String, @Nullable Object> answer = new LinkedHashMap<>(structure(
                "CandidateName",
                candidate.name(),
                "CandidateStatus",
                state.label(),
                "ObjectiveStatus",
                objectiveStatus(state),
                "CandidateSteps",
                steps.of(job.name(), List.of(candidate.name())).getOrDefault(candidate.name(), List.of()).stream()
                        .map(step -> step(call, step))
                        .toList(),
                "CreationTime",
                AwsOutput.time(candidate.creationTime()),
                "EndTime",
                AwsOutput.timeOrNull(end),
                "LastModifiedTime",
                AwsOutput.time(end == null ? candidate.creationTime() : end),
                "FailureReason",
                failureReason(state)));
        if (state instanceof CandidateState.Completed done) {
            Places.CandidateName name = new Places.CandidateName(job.name(), candidate.name());
            List<Object> containers = List.of(structure("Image", IMAGE, "ModelDataUrl", places.model(name)));
            answer.put("FinalAutoMLJobObjectiveMetric", objective(job, done));
            answer.put("InferenceContainers", containers);
            answer.put("InferenceContainerDefinitions", Map.of("CPU", containers));
            answer.put(
                    "CandidateProperties",
                    structure(
                            "CandidateArtifactLocations", locations(caller, name), "CandidateMetrics", metrics(done)));
        }
        return answer;
    }

    private static Map<String, @Nullable Object> step(AwsCall call, CandidateStep step) {
        return structure(
                "CandidateStepType",
                switch (step.kind()) {
                    case PROCESSING, EVALUATION -> "AWS::SageMaker::ProcessingJob";
                    case TRAINING -> "AWS::SageMaker::TrainingJob";
                },
                "CandidateStepArn",
                Arns.of(call, Arns.Kind.TRIAL_COMPONENT, step.trialComponentName()),
                "CandidateStepName",
                step.kind().label());
    }

    private static String objectiveStatus(CandidateState state) {
        return switch (state) {
            case CandidateState.InProgress _ -> "Pending";
            case CandidateState.Completed _ -> "Succeeded";
            case CandidateState.Failed _, CandidateState.Stopped _ -> "Failed";
        };
    }

    private static @Nullable String failureReason(CandidateState state) {
        return switch (state) {
            case CandidateState.Failed failed -> failed.reason();
            case CandidateState.Stopped stopped -> stopped.reason();
            case CandidateState.InProgress _, CandidateState.Completed _ -> null;
        };
    }

    private static @Nullable Map<String, @Nullable Object> objective(AutoMLJob job, CandidateState.Completed done) {
        String metric = job.objectiveMetric();
        return metric == null
                ? null
                : structure(
                        "Type",
                        ObjectiveMetric.ofLabel(metric)
                                .map(known -> known.higherIsBetter() ? "Maximize" : "Minimize")
                                .orElse(null),
                        "MetricName",
                        metric,
                        "StandardMetricName",
                        metric,
                        "Value",
                        done.objectiveValue());
    }

    private @Nullable Map<String, @Nullable Object> locations(Caller caller, Places.CandidateName candidate) {
        List<String> found = artifacts.list(caller, candidate.jobName(), candidate.candidateName()).stream()
                .map(Artifact::name)
                .toList();
        Map<String, @Nullable Object> locations = structure(
                "Explainability",
                found.contains("explanation.json") ? places.artifact(candidate, "explanation.json") : null,
                "ModelInsights",
                found.contains("insights.json") ? places.artifact(candidate, "insights.json") : null);
        return locations.isEmpty() ? null : locations;
    }

    private static List<Map<String, @Nullable Object>> metrics(CandidateState.Completed done) {
        List<Map<String, @Nullable Object>> metrics = new ArrayList<>();
        for (Metric metric : done.metrics()) {
            String name = metric.name();
            if (METRICS.contains(name) || name.equals(LOG_LOSS)) {
                metrics.add(structure(
                        "MetricName",
                        METRICS.contains(name) ? name : null,
                        "StandardMetricName",
                        name,
                        "Value",
                        metric.value(),
                        "Set",
                        "Validation"));
            }
        }
        metrics.add(
                structure("StandardMetricName", "InferenceLatency", "Value", done.inferenceLatencyMillis() / MILLIS));
        return metrics;
    }
}
