package dev.atelier.autopilot.service.aws;

import static dev.atelier.platform.aws.AwsOutput.structure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.api.identity.Caller;
import dev.atelier.api.page.Page;
import dev.atelier.autopilot.service.engine.ProblemType;
import dev.atelier.autopilot.service.job.AutoMLJob;
import dev.atelier.autopilot.service.job.JobLimits;
import dev.atelier.autopilot.service.job.JobService;
import dev.atelier.autopilot.service.kept.KeptDocuments;
import dev.atelier.autopilot.service.notebook.Artifact;
import dev.atelier.autopilot.service.notebook.Artifacts;
import dev.atelier.platform.aws.AwsCall;
import dev.atelier.platform.aws.AwsOutput;
import dev.atelier.platform.aws.Documents;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells of AutoML jobs, in both shapes; also of those that were made over other protocols. */
@ApplicationScoped
class JobDescriptions {
    private static final String EXPLORATION = "data-exploration.ipynb";
    private static final String DEFINITION = "candidate-definition.ipynb";

    private final JobService jobs;
    private final CandidateWire candidates;
    private final Artifacts artifacts;
    private final Places places;
    private final KeptDocuments kept;
    private final Documents documents;

    JobDescriptions(
            JobService jobs,
            CandidateWire candidates,
            Artifacts artifacts,
            Places places,
            KeptDocuments kept,
            Documents documents) {
        this.jobs = jobs;
        this.candidates = candidates;
        this.artifacts = artifacts;
        this.places = places;
        this.kept = kept;
        this.documents = documents;
    }

    Map<String, @Nullable Object> describe(AwsCall call) {
        AutoMLJob job = job(call);
        ObjectNode document = document(job);
        Map<String, @Nullable Object> answer = new LinkedHashMap<>(common(call, job, document));
        answer.put("AutoMLJobInputDataConfig", channels(job, document));
        Map<String, @Nullable Object> split = split(job);
        if (split != null) {
            answer.put("DataSplitConfig", split);
        }
        answer.put(
                "AutoMLProblemTypeConfig",
                structure(
                        "TabularJobConfig",
                        structure(
                                "TargetAttributeName",
                                job.targetColumn(),
                                "ProblemType",
                                problemType(job),
                                "Mode",
                                job.mode().name(),
                                FeatureSpecifications.MEMBER,
                                document.get(FeatureSpecifications.MEMBER),
                                "SampleWeightAttributeName",
                                job.split().sampleWeight(),
                                "CompletionCriteria",
                                criteria(job))));
        answer.put("AutoMLProblemTypeConfigName", "Tabular");
        answer.put(
                "ResolvedAttributes",
                structure(
                        "AutoMLJobObjective",
                        objective(job),
                        "CompletionCriteria",
                        criteria(job),
                        "AutoMLProblemTypeResolvedAttributes",
                        structure("TabularResolvedAttributes", structure("ProblemType", problemType(job)))));
        return answer;
    }

    Map<String, @Nullable Object> describeV1(AwsCall call) {
        AutoMLJob job = job(call);
        ObjectNode document = document(job);
        Map<String, @Nullable Object> answer = new LinkedHashMap<>(common(call, job, document));
        List<Map<String, @Nullable Object>> channels = channels(job, document);
        channels.forEach(channel -> {
            channel.put("TargetAttributeName", job.targetColumn());
            if (job.split().sampleWeight() != null) {
                channel.put("SampleWeightAttributeName", job.split().sampleWeight());
            }
        });
        answer.put("InputDataConfig", channels);
        String problemType = problemType(job);
        if (problemType != null) {
            answer.put("ProblemType", problemType);
        }
        answer.put("AutoMLJobConfig", config(job, document));
        answer.put("GenerateCandidateDefinitionsOnly", false);
        answer.put(
                "ResolvedAttributes",
                structure(
                        "AutoMLJobObjective",
                        objective(job),
                        "ProblemType",
                        problemType,
                        "CompletionCriteria",
                        criteria(job)));
        return answer;
    }

    Map<String, @Nullable Object> list(AwsCall call) {
        Page<AutoMLJob> page = jobs.list(
                call.caller(),
                Listings.of(call, Listings.NAME_STATUS, "InProgress", "Completed", "Failed", "Stopping", "Stopped"),
                call.page());
        return AwsOutput.page("AutoMLJobSummaries", page, job -> summary(call, job));
    }

    private AutoMLJob job(AwsCall call) {
        return jobs.visible(call.caller(), call.input().text("AutoMLJobName"));
    }

    private ObjectNode document(AutoMLJob job) {
        return documents.read(Optional.of(kept.find(job.id()).document()));
    }

    private static Map<String, @Nullable Object> summary(AwsCall call, AutoMLJob job) {
        return structure(
                "AutoMLJobName",
                job.name(),
                "AutoMLJobArn",
                Arns.of(call, Arns.Kind.AUTO_ML_JOB, job.name()),
                "AutoMLJobStatus",
                job.lifecycle().status(),
                "AutoMLJobSecondaryStatus",
                job.lifecycle().secondaryStatus(),
                "CreationTime",
                AwsOutput.time(job.creationTime()),
                "EndTime",
                AwsOutput.timeOrNull(job.endTime()),
                "LastModifiedTime",
                AwsOutput.time(job.lastModifiedTime()),
                "FailureReason",
                job.lifecycle().failureReason());
    }

    private Map<String, @Nullable Object> common(AwsCall call, AutoMLJob job, ObjectNode document) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>(summary(call, job));
        for (String member : List.of("RoleArn", "OutputDataConfig")) {
            if (document.has(member)) {
                answer.put(member, document.get(member));
            }
        }
        Map<String, @Nullable Object> objective = objective(job);
        if (objective != null) {
            answer.put("AutoMLJobObjective", objective);
        }
        jobs.best(job).ifPresent(best -> {
            answer.put("BestCandidate", candidates.describe(call, job, best));
            answer.put("AutoMLJobArtifacts", artifacts(call.caller(), job, best.name()));
        });
        return answer;
    }

    private Map<String, @Nullable Object> artifacts(Caller caller, AutoMLJob job, String best) {
        List<String> found = artifacts.list(caller, job.name(), null).stream()
                .map(Artifact::name)
                .toList();
        return structure(
                "CandidateDefinitionNotebookLocation",
                places.artifact(new Places.CandidateName(job.name(), best), DEFINITION),
                "DataExplorationNotebookLocation",
                found.contains(EXPLORATION) ? places.artifact(job.name(), EXPLORATION) : null);
    }

    private static Map<String, @Nullable Object> config(AutoMLJob job, ObjectNode document) {
        return structure(
                "CompletionCriteria",
                criteria(job),
                "Mode",
                job.mode().name(),
                "DataSplitConfig",
                split(job),
                "CandidateGenerationConfig",
                document.has(FeatureSpecifications.MEMBER)
                        ? structure(FeatureSpecifications.MEMBER, document.get(FeatureSpecifications.MEMBER))
                        : null);
    }

    private static @Nullable Map<String, @Nullable Object> split(AutoMLJob job) {
        Double fraction = job.validation().fraction();
        return fraction == null ? null : structure("ValidationFraction", fraction);
    }

    private static List<Map<String, @Nullable Object>> channels(AutoMLJob job, ObjectNode document) {
        List<Map<String, @Nullable Object>> channels = new ArrayList<>();
        channels.add(channel("training", document, job.datasetId()));
        String validation = job.validation().datasetId();
        if (validation != null) {
            channels.add(channel(Channels.VALIDATION, document.path(Channels.VALIDATION), validation));
        }
        return channels;
    }

    private static Map<String, @Nullable Object> channel(String type, JsonNode kept, String datasetId) {
        Map<String, @Nullable Object> channel = new LinkedHashMap<>();
        channel.put("ChannelType", type);
        for (String member : List.of("DataSource", "CompressionType", "ContentType")) {
            if (kept.has(member)) {
                channel.put(member, kept.get(member));
            }
        }
        channel.putIfAbsent("DataSource", DataSource.ofDataset(datasetId));
        return channel;
    }

    private static @Nullable String problemType(AutoMLJob job) {
        ProblemType type = job.problemType();
        return type == null ? null : type.label();
    }

    private static @Nullable Map<String, @Nullable Object> objective(AutoMLJob job) {
        return job.objectiveMetric() == null ? null : structure("MetricName", job.objectiveMetric());
    }

    private static @Nullable Map<String, @Nullable Object> criteria(AutoMLJob job) {
        JobLimits limits = job.limits();
        return limits.equals(JobLimits.NONE)
                ? null
                : structure(
                        "MaxCandidates",
                        limits.maxCandidates(),
                        "MaxRuntimePerTrainingJobInSeconds",
                        seconds(limits.maxRuntimePerTrial()),
                        "MaxAutoMLJobRuntimeInSeconds",
                        seconds(limits.maxRuntime()));
    }

    private static @Nullable Long seconds(@Nullable Duration duration) {
        return duration == null ? null : duration.toSeconds();
    }
}
