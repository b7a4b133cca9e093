package dev.atelier.autopilot.service.aws;

import dev.atelier.autopilot.service.monitor.MonitoringType;
import dev.atelier.platform.aws.AwsException;
import dev.atelier.platform.aws.AwsInput;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a job definition of a monitor asks for that Atelier obeys. The baseline is always the table that the model learned from, and the analyzer
 * Atelier's own.
 *
 * @param threshold from the environment's {@code comparison_threshold}; null for the usual one
 * @param maxRuntime from the {@code StoppingCondition}; null for the usual one
 */
record MonitoringTarget(
        String endpointName,
        @Nullable Double threshold,
        String instanceType,
        @Nullable Duration maxRuntime) {
    private static final String IMAGE = "atelier-monitor";
    /** The repository of AWS's own analyzer in every region, whose reports Atelier's have the form of. */
    private static final String AWS_IMAGE = "sagemaker-model-monitor-analyzer";

    private static final int LONGEST_SECONDS = 86_400;
    private static final String THRESHOLD = "comparison_threshold";

    /**
     * Reads a request for a job definition.
     *
     * @throws AwsException ValidationException for what cannot be obeyed
     */
    static MonitoringTarget of(MonitoringType type, AwsInput input) {
        String prefix = type.label();
        input.text("RoleArn");
        input.required(prefix + "JobOutputConfig").refuse("KmsKeyId");
        AwsInput specification = input.required(prefix + "AppSpecification");
        return of(
                input.required(prefix + "JobInput"),
                specification,
                input.structure(prefix + "BaselineConfig"),
                input.required("JobResources"),
                specification.structure("Environment"),
                input.structure("NetworkConfig"),
                input.structure("StoppingCondition"));
    }

    /** Reads a definition that stands within a schedule, which is one of the quality of data. */
    static MonitoringTarget within(AwsInput definition) {
        definition.text("RoleArn");
        definition.required("MonitoringOutputConfig").refuse("KmsKeyId");
        List<AwsInput> inputs = definition.structures("MonitoringInputs");
        if (inputs.size() != 1) {
            throw AwsException.validation("monitoringInputs", "Member must have length 1");
        }
        return of(
                inputs.getFirst(),
                definition.required("MonitoringAppSpecification"),
                definition.structure("BaselineConfig"),
                definition.required("MonitoringResources"),
                definition.structure("Environment"),
                definition.structure("NetworkConfig"),
                definition.structure("StoppingCondition"));
    }

    private static MonitoringTarget of(
            AwsInput input,
            AwsInput specification,
            Optional<AwsInput> baseline,
            AwsInput resources,
            Optional<AwsInput> environment,
            Optional<AwsInput> network,
            Optional<AwsInput> stopping) {
        input.refuse("BatchTransformInput");
        AwsInput endpoint = input.required("EndpointInput");
        endpoint.refuse("FeaturesAttribute", "ExcludeFeaturesAttribute", "ProbabilityThresholdAttribute");
        specification.refuse(
                "ContainerEntrypoint",
                "ContainerArguments",
                "RecordPreprocessorSourceUri",
                "PostAnalyticsProcessorSourceUri");
        String image = specification.text("ImageUri");
        if (!image.equals(IMAGE) && !image.contains(AWS_IMAGE)) {
            throw AwsException.unsupported("An ImageUri other than %s or AWS's %s".formatted(IMAGE, AWS_IMAGE));
        }
        baseline.ifPresent(given -> given.refuse("BaseliningJobName", "ConstraintsResource", "StatisticsResource"));
        network.ifPresent(
                given -> given.refuse("EnableInterContainerTrafficEncryption", "EnableNetworkIsolation", "VpcConfig"));
        AwsInput cluster = resources.required("ClusterConfig");
        cluster.refuse("VolumeKmsKeyId");
        cluster.number("InstanceCount", 1, 1);
        return new MonitoringTarget(
                endpoint.text("EndpointName"),
                environment.map(MonitoringTarget::threshold).orElse(null),
                cluster.text("InstanceType"),
                stopping.map(MonitoringTarget::maxRuntime).orElse(null));
    }

    private static @Nullable Duration maxRuntime(AwsInput stopping) {
        Integer seconds = stopping.number("MaxRuntimeInSeconds", 1, LONGEST_SECONDS);
        return seconds == null ? null : Duration.ofSeconds(seconds);
    }

    private static @Nullable Double threshold(AwsInput environment) {
        return environment
                .optional(THRESHOLD)
                .map(text -> {
                    try {
                        return Double.valueOf(text);
                    } catch (NumberFormatException _) {
                        throw AwsException.validation("environment." + THRESHOLD, "Member must be a number");
                    }
                })
                .orElse(null);
    }
}
