package dev.atelier.autopilot.service.aws;

import static dev.atelier.platform.aws.AwsOutput.structure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.autopilot.service.dataset.TableSource;
import dev.atelier.autopilot.service.engine.ProblemType;
import dev.atelier.autopilot.service.job.AutoMLJob;
import dev.atelier.autopilot.service.job.JobCreation;
import dev.atelier.autopilot.service.job.JobLimits;
import dev.atelier.autopilot.service.job.JobMode;
import dev.atelier.autopilot.service.job.JobService;
import dev.atelier.autopilot.service.job.NewJob;
import dev.atelier.autopilot.service.job.NewValidation;
import dev.atelier.autopilot.service.job.SplitColumns;
import dev.atelier.autopilot.service.kept.Kept;
import dev.atelier.autopilot.service.kept.KeptDocuments;
import dev.atelier.platform.aws.AwsCall;
import dev.atelier.platform.aws.AwsException;
import dev.atelier.platform.aws.AwsInput;
import dev.atelier.platform.aws.Documents;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes and stops AutoML jobs. */
@ApplicationScoped
class JobWire {
    private final JobCreation creation;
    private final JobService jobs;
    private final FeatureSpecifications features;
    private final KeptDocuments kept;
    private final Documents documents;

    JobWire(
            JobCreation creation,
            JobService jobs,
            FeatureSpecifications features,
            KeptDocuments kept,
            Documents documents) {
        this.creation = creation;
        this.jobs = jobs;
        this.features = features;
        this.kept = kept;
        this.documents = documents;
    }

    /**
     * What the two shapes of a request say in their own places.
     *
     * @param problem has the ProblemType
     * @param config has the Mode and the CompletionCriteria
     * @param split has the DataSplitConfig
     * @param generation has the FeatureSpecificationS3Uri
     */
    private record Asked(
            Channels channels,
            AwsInput problem,
            @Nullable String target,
            @Nullable String sampleWeight,
            Optional<AwsInput> config,
            Optional<AwsInput> split,
            Optional<AwsInput> generation) {}

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
        tabular.refuse("GenerateCandidateDefinitionsOnly");
        refuseAlgorithms(tabular);
        input.refuse("AutoMLComputeConfig");
        refuseSecurity(input);
        return create(
                call,
                new Asked(
                        Channels.of(input.structures("AutoMLJobInputDataConfig")),
                        tabular,
                        tabular.text("TargetAttributeName"),
                        tabular.optional("SampleWeightAttributeName").orElse(null),
                        Optional.of(tabular),
                        Optional.of(input),
                        Optional.of(tabular)));
    }

    /** The older shape, in which channels name the target. */
    Map<String, @Nullable Object> createV1(AwsCall call) {
        AwsInput input = call.input();
        input.refuse("GenerateCandidateDefinitionsOnly");
        Optional<AwsInput> config = input.structure("AutoMLJobConfig");
        config.ifPresent(given -> {
            refuseSecurity(given);
            refuseAlgorithms(given);
        });
        Channels channels = Channels.of(input.structures("InputDataConfig"));
        return create(
                call,
                new Asked(
                        channels,
                        input,
                        channels.target(),
                        channels.training()
                                .optional("SampleWeightAttributeName")
                                .orElse(null),
                        config,
                        config,
                        config.flatMap(given -> given.structure("CandidateGenerationConfig"))));
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
        Target target = Target.of(call);
        Map<String, String> tags = KeptDocuments.checked(input.tags());
        Optional<String> specification =
                asked.generation().flatMap(generation -> generation.optional("FeatureSpecificationS3Uri"));
        FeatureSpecifications.Features columns = specification
                .map(uri -> features.read(call.caller(), target, uri))
                .orElse(FeatureSpecifications.Features.ALL);
        creation.create(
                call.caller(),
                new NewJob(
                        name,
                        target.domainId(),
                        target.userProfileName(),
                        DataSource.of(asked.channels().training()).toTable(),
                        asked.target(),
                        problemType(asked.problem()),
                        input.structure("AutoMLJobObjective")
                                .map(objective -> objective.text("MetricName"))
                                .orElse(null),
                        asked.config().map(JobWire::mode).orElse(null),
                        new NewValidation(
                                asked.split()
                                        .flatMap(given -> given.structure("DataSplitConfig"))
                                        .map(split -> split.decimal("ValidationFraction"))
                                        .orElse(null),
                                asked.channels()
                                        .validation()
                                        .map(channel -> DataSource.of(channel).toTable())
                                        .orElse(TableSource.NONE)),
                        new SplitColumns(null, null, asked.sampleWeight()),
                        columns.names(),
                        columns.types(),
                        asked.config()
                                .flatMap(config -> config.structure("CompletionCriteria"))
                                .map(JobWire::limits)
                                .orElse(JobLimits.NONE),
                        null,
                        0,
                        null),
                null);
        AutoMLJob job = jobs.visible(call.caller(), name);
        ObjectNode document = documents.read(Optional.empty());
        Documents.take(document, input, "RoleArn", "OutputDataConfig");
        Documents.take(document, asked.channels().training(), "DataSource", "CompressionType", "ContentType");
        asked.channels()
                .validation()
                .ifPresent(channel ->
                        document.set(Channels.VALIDATION, channel.node().deepCopy()));
        specification.ifPresent(uri -> document.put(FeatureSpecifications.MEMBER, uri));
        kept.keep(job.id(), new Kept(document.toString(), tags));
        return structure("AutoMLJobArn", Arns.of(call, Arns.Kind.AUTO_ML_JOB, name));
    }

    private static @Nullable JobMode mode(AwsInput config) {
        return config.oneOf(
                        "Mode", Stream.of(JobMode.values()).map(JobMode::name).toArray(String[]::new))
                .flatMap(JobMode::ofLabel)
                .orElse(null);
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

    private static void refuseAlgorithms(AwsInput config) {
        config.structure("CandidateGenerationConfig").ifPresent(generation -> generation.refuse("AlgorithmsConfig"));
    }

    private static void refuseSecurity(AwsInput config) {
        config.structure("SecurityConfig")
                .ifPresent(security ->
                        security.refuse("VolumeKmsKeyId", "EnableInterContainerTrafficEncryption", "VpcConfig"));
    }
}
