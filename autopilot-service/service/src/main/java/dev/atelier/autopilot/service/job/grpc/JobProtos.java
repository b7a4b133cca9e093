package dev.atelier.autopilot.service.job.grpc;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.time.ProtoTimes;
import dev.atelier.autopilot.service.candidate.CandidateState;
import dev.atelier.autopilot.service.dataset.TableSource;
import dev.atelier.autopilot.service.engine.ProblemType;
import dev.atelier.autopilot.service.job.AskedTrial;
import dev.atelier.autopilot.service.job.CandidateView;
import dev.atelier.autopilot.service.job.JobLifecycle;
import dev.atelier.autopilot.service.job.JobLimits;
import dev.atelier.autopilot.service.job.JobView;
import dev.atelier.autopilot.service.job.NewJob;
import dev.atelier.autopilot.service.job.SplitColumns;
import dev.atelier.autopilot.service.job.Validation;
import dev.atelier.autopilot.service.support.Protos;
import dev.atelier.autopilot.v1.AutoMLJob;
import dev.atelier.autopilot.v1.Candidate;
import dev.atelier.autopilot.v1.CandidateStatus;
import dev.atelier.autopilot.v1.CreateAutoMLJobRequest;
import dev.atelier.autopilot.v1.JobStatus;
import dev.atelier.autopilot.v1.Metric;
import dev.atelier.autopilot.v1.PlannedTrial;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Jobs and candidates as gRPC has them. */
final class JobProtos {
    private static final double MAX_WHOLE = 1L << 53;

    private JobProtos() {}

    static NewJob newJob(CreateAutoMLJobRequest request) {
        return new NewJob(
                Protos.emptyToNull(request.getAutoMlJobName()),
                Protos.emptyToNull(request.getDomainId()),
                Protos.emptyToNull(request.getUserProfileName()),
                new TableSource(
                        Protos.emptyToNull(request.getDatasetId()),
                        Protos.emptyToNull(request.getHomePath()),
                        Protos.emptyToNull(request.getInputUri())),
                Protos.emptyToNull(request.getTargetColumn()),
                problemType(request),
                Protos.emptyToNull(request.getObjectiveMetric()),
                OptionProtos.mode(request),
                OptionProtos.validation(request),
                new SplitColumns(request.getGroupColumn(), request.getTimeColumn(), request.getSampleWeightColumn()),
                List.copyOf(request.getFeatureColumnsList()),
                request.getFeatureTypesMap(),
                limits(request.getLimits()),
                Protos.emptyToNull(request.getInstanceType()),
                request.getSeed(),
                request.getTrialsList().isEmpty()
                        ? null
                        : request.getTrialsList().stream().map(JobProtos::trial).toList());
    }

    private static AskedTrial trial(PlannedTrial trial) {
        Map<String, Object> parameters = new TreeMap<>();
        trial.getParametersMap()
                .forEach((name, value) -> parameters.put(
                        name,
                        switch (value.getKindCase()) {
                            case NUMBER -> number(value.getNumber());
                            case TEXT -> value.getText();
                            case FLAG -> value.getFlag();
                            case NUMBERS ->
                                value.getNumbers().getValuesList().stream()
                                        .map(JobProtos::number)
                                        .toList();
                            case KIND_NOT_SET ->
                                throw AtelierException.invalid("trials.parameters." + name, "is required");
                        }));
        return new AskedTrial(trial.getTrial(), trial.getName(), trial.getAlgorithm(), parameters);
    }

    /** Whole numbers are whole, as in a plan. */
    private static Number number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < MAX_WHOLE) {
            return (long) value;
        }
        return value;
    }

    /** What the plan says of a candidate. */
    static PlannedTrial trial(AskedTrial asked) {
        PlannedTrial.Builder trial = PlannedTrial.newBuilder()
                .setTrial(asked.trial())
                .setName(String.valueOf(asked.name()))
                .setAlgorithm(String.valueOf(asked.algorithm()));
        Map<String, Object> parameters = asked.parameters();
        if (parameters != null) {
            parameters.forEach((name, value) -> trial.putParameters(
                    name,
                    switch (value) {
                        case Number number ->
                            PlannedTrial.Value.newBuilder()
                                    .setNumber(number.doubleValue())
                                    .build();
                        case Boolean flag ->
                            PlannedTrial.Value.newBuilder().setFlag(flag).build();
                        default ->
                            PlannedTrial.Value.newBuilder()
                                    .setText(String.valueOf(value))
                                    .build();
                    }));
        }
        return trial.build();
    }

    static AutoMLJob job(JobView view) {
        dev.atelier.autopilot.service.job.AutoMLJob job = view.job();
        AutoMLJob.Builder message = AutoMLJob.newBuilder()
                .setAutoMlJobName(job.name())
                .setOwner(job.owner().toProto())
                .setDatasetId(job.datasetId())
                .setTargetColumn(job.targetColumn())
                .setProblemType(problemType(job.problemType()))
                .setLimits(limits(job.limits()))
                .setMode(OptionProtos.mode(job.mode()))
                .setResolvedMode(OptionProtos.mode(job.resolvedMode()))
                .setInstanceType(job.instanceType())
                .setStatus(status(job.lifecycle()))
                .setSecondaryStatus(job.lifecycle().secondaryStatus())
                .setCandidatesCompleted(view.candidates().completed())
                .setCandidatesFailed(view.candidates().failed())
                .setCreationTime(ProtoTimes.timestamp(job.creationTime()));
        if (job.objectiveMetric() != null) {
            message.setObjectiveMetric(job.objectiveMetric());
        }
        SplitColumns split = job.split();
        if (split.group() != null) {
            message.setGroupColumn(split.group());
        }
        if (split.time() != null) {
            message.setTimeColumn(split.time());
        }
        if (split.sampleWeight() != null) {
            message.setSampleWeightColumn(split.sampleWeight());
        }
        message.addAllFeatureColumns(job.featureColumns()).putAllFeatureTypes(job.featureTypes());
        Validation validation = job.validation();
        if (validation.fraction() != null) {
            message.setValidationFraction(validation.fraction());
        }
        if (validation.datasetId() != null) {
            message.setValidationDatasetId(validation.datasetId());
        }
        if (job.folds() != null) {
            message.setFolds(job.folds());
        }
        if (job.lifecycle() instanceof JobLifecycle.Failed failed) {
            message.setFailureReason(failed.reason());
        }
        if (view.candidates().best() != null) {
            message.setBestCandidate(candidate(job.name(), view.candidates().best()));
        }
        if (job.endTime() != null) {
            message.setEndTime(ProtoTimes.timestamp(job.endTime()));
        }
        if (view.timeLeft() != null) {
            message.setTimeLeft(ProtoTimes.duration(view.timeLeft()));
        }
        if (view.cost().pricePerHour() != null) {
            message.setPricePerHour(view.cost().pricePerHour());
        }
        if (view.cost().costSoFar() != null) {
            message.setCostSoFar(view.cost().costSoFar());
        }
        message.setPriceEstimated(view.cost().estimated());
        return message.build();
    }

    static Candidate candidate(String jobName, CandidateView view) {
        Candidate.Builder message = candidate(jobName, view.candidate()).toBuilder()
                .addAllSteps(view.steps().stream().map(OptionProtos::step).toList());
        if (view.cost() != null) {
            message.setCost(view.cost());
        }
        return message.build();
    }

    private static Candidate candidate(String jobName, dev.atelier.autopilot.service.candidate.Candidate candidate) {
        Candidate.Builder message = Candidate.newBuilder()
                .setCandidateName(candidate.name())
                .setAutoMlJobName(jobName)
                .setAlgorithm(candidate.algorithm())
                .setDescription(candidate.description())
                .setCreationTime(ProtoTimes.timestamp(candidate.creationTime()))
                .setRank(candidate.rank());
        if (candidate.state() instanceof CandidateState.Ended ended) {
            message.setEndTime(ProtoTimes.timestamp(ended.at()));
        }
        switch (candidate.state()) {
            case CandidateState.InProgress _ -> message.setStatus(CandidateStatus.CANDIDATE_STATUS_IN_PROGRESS);
            case CandidateState.Failed failed ->
                message.setStatus(CandidateStatus.CANDIDATE_STATUS_FAILED).setFailureReason(failed.reason());
            case CandidateState.Stopped stopped ->
                message.setStatus(CandidateStatus.CANDIDATE_STATUS_STOPPED).setFailureReason(stopped.reason());
            case CandidateState.Completed done ->
                message.setStatus(CandidateStatus.CANDIDATE_STATUS_COMPLETED)
                        .setObjectiveValue(done.objectiveValue())
                        .addAllMetrics(done.metrics().stream()
                                .map(metric -> Metric.newBuilder()
                                        .setName(metric.name())
                                        .setValue(metric.value())
                                        .setStandardDeviation(metric.standardDeviation())
                                        .build())
                                .toList())
                        .setTrainingTime(ProtoTimes.duration(done.trainingTime()))
                        .setSizeBytes(done.sizeBytes())
                        .setInferenceLatencyMillis(done.inferenceLatencyMillis());
        }
        return message.build();
    }

    private static JobStatus status(JobLifecycle lifecycle) {
        return switch (lifecycle) {
            case JobLifecycle.InProgress _ -> JobStatus.JOB_STATUS_IN_PROGRESS;
            case JobLifecycle.Stopping _ -> JobStatus.JOB_STATUS_STOPPING;
            case JobLifecycle.Stopped _ -> JobStatus.JOB_STATUS_STOPPED;
            case JobLifecycle.Completed _ -> JobStatus.JOB_STATUS_COMPLETED;
            case JobLifecycle.Failed _ -> JobStatus.JOB_STATUS_FAILED;
        };
    }

    private static JobLimits limits(dev.atelier.autopilot.v1.JobLimits limits) {
        return new JobLimits(
                limits.getMaxCandidates() == 0 ? null : limits.getMaxCandidates(),
                limits.hasMaxRuntime() ? ProtoTimes.duration(limits.getMaxRuntime()) : null,
                limits.hasMaxRuntimePerTrial() ? ProtoTimes.duration(limits.getMaxRuntimePerTrial()) : null);
    }

    private static dev.atelier.autopilot.v1.JobLimits limits(JobLimits limits) {
        dev.atelier.autopilot.v1.JobLimits.Builder message = dev.atelier.autopilot.v1.JobLimits.newBuilder();
        if (limits.maxCandidates() != null) {
            message.setMaxCandidates(limits.maxCandidates());
        }
        if (limits.maxRuntime() != null) {
            message.setMaxRuntime(ProtoTimes.duration(limits.maxRuntime()));
        }
        if (limits.maxRuntimePerTrial() != null) {
            message.setMaxRuntimePerTrial(ProtoTimes.duration(limits.maxRuntimePerTrial()));
        }
        return message.build();
    }

    private static @Nullable ProblemType problemType(CreateAutoMLJobRequest request) {
        return switch (request.getProblemType()) {
            case PROBLEM_TYPE_BINARY_CLASSIFICATION -> ProblemType.BINARY_CLASSIFICATION;
            case PROBLEM_TYPE_MULTICLASS_CLASSIFICATION -> ProblemType.MULTICLASS_CLASSIFICATION;
            case PROBLEM_TYPE_REGRESSION -> ProblemType.REGRESSION;
            case PROBLEM_TYPE_UNSPECIFIED -> null;
            case UNRECOGNIZED ->
                throw AtelierException.invalid(
                        "problem_type", "%d is unknown".formatted(request.getProblemTypeValue()));
        };
    }

    private static dev.atelier.autopilot.v1.ProblemType problemType(@Nullable ProblemType type) {
        return switch (type) {
            case null -> dev.atelier.autopilot.v1.ProblemType.PROBLEM_TYPE_UNSPECIFIED;
            case BINARY_CLASSIFICATION -> dev.atelier.autopilot.v1.ProblemType.PROBLEM_TYPE_BINARY_CLASSIFICATION;
            case MULTICLASS_CLASSIFICATION ->
                dev.atelier.autopilot.v1.ProblemType.PROBLEM_TYPE_MULTICLASS_CLASSIFICATION;
            case REGRESSION -> dev.atelier.autopilot.v1.ProblemType.PROBLEM_TYPE_REGRESSION;
        };
    }
}
