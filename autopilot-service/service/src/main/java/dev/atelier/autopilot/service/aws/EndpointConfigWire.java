package dev.atelier.autopilot.service.aws;

import static dev.atelier.platform.aws.AwsOutput.structure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.api.page.Page;
import dev.atelier.autopilot.service.kept.Kept;
import dev.atelier.autopilot.service.kept.KeptDocuments;
import dev.atelier.autopilot.service.model.ConfigVariant;
import dev.atelier.autopilot.service.model.EndpointConfig;
import dev.atelier.autopilot.service.model.EndpointConfigService;
import dev.atelier.platform.aws.AwsCall;
import dev.atelier.platform.aws.AwsInput;
import dev.atelier.platform.aws.AwsOutput;
import dev.atelier.platform.aws.Documents;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Configurations that endpoints are made from. */
@ApplicationScoped
class EndpointConfigWire {
    private final EndpointConfigService configs;
    private final KeptDocuments kept;
    private final Documents documents;

    EndpointConfigWire(EndpointConfigService configs, KeptDocuments kept, Documents documents) {
        this.configs = configs;
        this.kept = kept;
        this.documents = documents;
    }

    Map<String, @Nullable Object> create(AwsCall call) {
        AwsInput input = call.input();
        String name = input.text("EndpointConfigName");
        input.refuse(
                "KmsKeyId",
                "AsyncInferenceConfig",
                "ExplainerConfig",
                "ShadowProductionVariants",
                "VpcConfig",
                "EnableNetworkIsolation");
        Map<String, String> tags = KeptDocuments.checked(input.tags());
        EndpointConfig config = configs.create(
                call.caller(),
                name,
                input.structures("ProductionVariants").stream()
                        .map(EndpointConfigWire::variant)
                        .toList(),
                capture(input));
        ObjectNode document = documents.read(Optional.empty());
        Documents.take(document, input, "DataCaptureConfig", "ExecutionRoleArn");
        kept.keep(config.id(), new Kept(document.toString(), tags));
        return structure("EndpointConfigArn", Arns.of(call, Arns.Kind.ENDPOINT_CONFIG, name));
    }

    private static ConfigVariant variant(AwsInput variant) {
        variant.refuse(
                "ServerlessConfig",
                "AcceleratorType",
                "CoreDumpConfig",
                "InstancePools",
                "ManagedInstanceScaling",
                "CapacityReservationConfig",
                "EnableSSMAccess");
        return new ConfigVariant(
                variant.text("VariantName"),
                variant.text("ModelName"),
                variant.optional("InstanceType").orElse(null),
                variant.number("InitialInstanceCount"),
                variant.decimal("InitialVariantWeight"));
    }

    private static @Nullable Integer capture(AwsInput input) {
        return input.structure("DataCaptureConfig")
                .map(capture -> {
                    capture.refuse("KmsKeyId");
                    capture.text("DestinationS3Uri");
                    Integer percent = capture.number("InitialSamplingPercentage", 0, 100);
                    return capture.flag("EnableCapture") ? percent : null;
                })
                .orElse(null);
    }

    Map<String, @Nullable Object> describe(AwsCall call) {
        EndpointConfig config = configs.get(call.caller(), call.input().text("EndpointConfigName"));
        Map<String, @Nullable Object> answer = new LinkedHashMap<>(summary(call, config));
        ObjectNode document = documents.read(Optional.of(kept.find(config.id()).document()));
        document.properties().forEach(entry -> answer.put(entry.getKey(), entry.getValue()));
        answer.put(
                "ProductionVariants",
                config.variants().stream()
                        .map(variant -> structure(
                                "VariantName",
                                variant.name(),
                                "ModelName",
                                variant.modelName(),
                                "InstanceType",
                                variant.instanceType(),
                                "InitialInstanceCount",
                                variant.instanceCount(),
                                "InitialVariantWeight",
                                variant.weight()))
                        .toList());
        answer.put("EnableNetworkIsolation", false);
        return answer;
    }

    Map<String, @Nullable Object> list(AwsCall call) {
        Page<EndpointConfig> page =
                configs.list(call.caller(), null, null, Listings.of(call, Listings.NAME), call.page());
        return AwsOutput.page("EndpointConfigs", page, config -> summary(call, config));
    }

    Map<String, @Nullable Object> delete(AwsCall call) {
        configs.delete(call.caller(), call.input().text("EndpointConfigName"));
        return Map.of();
    }

    private static Map<String, @Nullable Object> summary(AwsCall call, EndpointConfig config) {
        return structure(
                "EndpointConfigName",
                config.name(),
                "EndpointConfigArn",
                Arns.of(call, Arns.Kind.ENDPOINT_CONFIG, config.name()),
                "CreationTime",
                AwsOutput.time(config.creationTime()));
    }
}
