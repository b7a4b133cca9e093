package dev.atelier.autopilot.service.aws;

import static dev.atelier.platform.aws.AwsOutput.structure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.autopilot.service.engine.ProblemType;
import dev.atelier.autopilot.service.job.AutoMLJob;
import dev.atelier.autopilot.service.job.JobCreation;
import dev.atelier.autopilot.service.job.JobLimits;
import dev.atelier.autopilot.service.job.JobService;
import dev.atelier.autopilot.service.job.NewJob;
import dev.atelier.autopilot.service.job.SplitColumns;
import dev.atelier.autopilot.service.kept.Kept;
import dev.atelier.autopilot.service.kept.KeptDocuments;
import dev.atelier.platform.aws.AwsCall;
import dev.atelier.platform.aws.AwsException;
import dev.atelier.platform.aws.AwsInput;
import dev.atelier.platform.aws.Documents;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes and stops AutoML jobs. */
@ApplicationScoped
class JobWire {
    private final JobCreation creation;
    private final JobService jobs;
    private final KeptDocuments kept;
    private final Documents documents;

    JobWire(JobCreation creation, JobService jobs, KeptDocuments kept, Documents documents) {
        this.creation = creation;
        this.jobs = jobs;
        this.kept = kept;
        this.documents = documents;
    }

    /** What the two shapes of a request say in their own places. */
    private record Asked(
            List<AwsInput> channels,
            Optional<AwsInput> tabular,
            @Nullable String target,
            @Nullable String sampleWeight,
            Optional<AwsInput> criteria) {}

    Map<String, @Nullable Object> create(AwsCall call) {
        AwsInput input = call.input();
        AwsInput problem = input.required("AutoMLProblemTypeConfig");
        problem.refuse(
                "ImageClassificationJobConfig",
                "TextClassificationJobConfig",
                "TimeSeriesForecastingJobConfig",
                "TextGenerationJobConfig");
        AwsInput tabular = problem.structure("TabularJobConfig")
                .orElseThrow(() ->
                        AwsException.validation("autoMLProblemTypeConfig.tabularJobConfig", "Member must not be null"));
        tabular.refuse("FeatureSpecificationS3Uri", "GenerateCandidateDefinitionsOnly");
        refuseAlgorithms(tabular);
        refuseMode(tabular);
        input.refuse("AutoMLComputeConfig", "DataSplitConfig");
        refuseSecurity(input);
        return create(
                call,
                new Asked(
                        input.structures("AutoMLJobInputDataConfig"),
                        Optional.of(tabular),
                        tabular.text("TargetAttributeName"),
                        tabular.optional("SampleWeightAttributeName").orElse(null),
                        tabular.structure("CompletionCriteria")));
    }

    /** The older shape, in which channels name the target. */
    Map<String, @Nullable Object> createV1(AwsCall call) {
        AwsInput input = call.input();
        input.refuse("GenerateCandidateDefinitionsOnly");
        Optional<AwsInput> config = input.structure("AutoMLJobConfig");
        config.ifPresent(given -> {
            given.refuse("DataSplitConfig");
            refuseSecurity(given);
            refuseMode(given);
            given.structure("CandidateGenerationConfig")
                    .ifPresent(generation -> generation.refuse("FeatureSpecificationS3Uri"));
            refuseAlgorithms(given);
        });
        List<AwsInput> channels = input.structures("InputDataConfig");
        Optional<AwsInput> first = channels.stream().findFirst();
        return create(
                call,
                new Asked(
                        channels,
                        Optional.of(input),
                        first.map(channel -> channel.text("TargetAttributeName"))
                                .orElse(null),
                        first.flatMap(channel -> channel.optional("SampleWeightAttributeName"))
                                .orElse(null),
                        config.flatMap(given -> given.structure("CompletionCriteria"))));
    }

    Map<String, @Nullable Object> stop(AwsCall call) {
        jobs.stop(call.caller(), call.input().text("AutoMLJobName"));
        return Map.of();
    }

    private Map<String, @Nullable Object> create(AwsCall call, Asked asked) {
        AwsInput input = call.input();
        String name = input.text("AutoMLJobName");
        input.text("RoleArn");
        input.refuse("ModelDeployConfig");
        AwsInput output = input.required("OutputDataConfig");
        output.text("S3OutputPath");
        output.refuse("KmsKeyId");
        AwsInput channel = trainingChannel(asked.channels());
        DataSource source = DataSource.of(channel);
        Target target = Target.of(call);
        Map<String, String> tags = KeptDocuments.checked(input.tags());
        creation.create(
                call.caller(),
                new NewJob(
                        name,
                        target.domainId(),
                        target.userProfileName(),
                        source.datasetId(),
                        source.homePath(),
                        source.inputUri(),
                        asked.target(),
                        asked.tabular().map(JobWire::problemType).orElse(null),
                        input.structure("AutoMLJobObjective")
                                .map(objective -> objective.text("MetricName"))
                                .orElse(null),
                        new SplitColumns(null, null, asked.sampleWeight()),
                        List.of(),
                        asked.criteria().map(JobWire::limits).orElse(JobLimits.NONE),
                        null,
                        0,
                        null),
                null);
        AutoMLJob job = jobs.visible(call.caller(), name);
        ObjectNode document = documents.read(Optional.empty());
        Documents.take(document, input, "RoleArn", "OutputDataConfig");
        Documents.take(document, channel, "DataSource", "CompressionType", "ContentType");
        kept.keep(job.id(), new Kept(document.toString(), tags));
        return structure("AutoMLJobArn", Arns.of(call, Arns.Kind.AUTO_ML_JOB, name));
    }

    private static AwsInput trainingChannel(List<AwsInput> channels) {
        if (channels.isEmpty()) {
            throw AwsException.validation("inputDataConfig", "Member must have length greater than or equal to 1");
        }
        if (channels.size() > 1) {
            throw AwsException.unsupported("A second channel");
        }
        AwsInput channel = channels.getFirst();
        if (channel.oneOf("ChannelType", "training", "validation")
                .filter("validation"::equals)
                .isPresent()) {
            throw AwsException.validation("inputDataConfig", "Member must have a channel of the type training");
        }
        return channel;
    }

    private static @Nullable ProblemType problemType(AwsInput input) {
        return input.oneOf("ProblemType", "BinaryClassification", "MulticlassClassification", "Regression")
                .flatMap(ProblemType::ofLabel)
                .orElse(null);
    }

    private static JobLimits limits(AwsInput criteria) {
        return new JobLimits(
                criteria.number("MaxCandidates"),
                seconds(criteria, "MaxAutoMLJobRuntimeInSeconds"),
                seconds(criteria, "MaxRuntimePerTrainingJobInSeconds"));
    }

    private static @Nullable Duration seconds(AwsInput criteria, String member) {
        Integer seconds = criteria.number(member);
        return seconds == null ? null : Duration.ofSeconds(seconds);
    }

    private static void refuseMode(AwsInput config) {
        if (config.oneOf("Mode", "AUTO", "ENSEMBLING", "HYPERPARAMETER_TUNING")
                .filter("HYPERPARAMETER_TUNING"::equals)
                .isPresent()) {
            throw AwsException.unsupported("The Mode HYPERPARAMETER_TUNING");
        }
    }

    private static void refuseAlgorithms(AwsInput config) {
        config.structure("CandidateGenerationConfig").ifPresent(generation -> generation.refuse("AlgorithmsConfig"));
    }

    private static void refuseSecurity(AwsInput config) {
        config.structure("SecurityConfig")
                .ifPresent(security ->
                        security.refuse("VolumeKmsKeyId", "EnableInterContainerTrafficEncryption", "VpcConfig"));
    }
}
