package dev.atelier.autopilot.service.aws;

import static dev.atelier.platform.aws.AwsOutput.structure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.api.page.Page;
import dev.atelier.autopilot.service.endpoint.Endpoint;
import dev.atelier.autopilot.service.endpoint.EndpointService;
import dev.atelier.autopilot.service.endpoint.Variant;
import dev.atelier.autopilot.service.kept.Kept;
import dev.atelier.autopilot.service.kept.KeptDocuments;
import dev.atelier.autopilot.service.model.EndpointConfig;
import dev.atelier.autopilot.service.model.EndpointConfigService;
import dev.atelier.platform.aws.AwsCall;
import dev.atelier.platform.aws.AwsException;
import dev.atelier.platform.aws.AwsInput;
import dev.atelier.platform.aws.AwsOutput;
import dev.atelier.platform.aws.Documents;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Endpoints. */
@ApplicationScoped
class EndpointWire {
    private static final String CONFIG = "EndpointConfigName";

    private final EndpointService endpoints;
    private final EndpointConfigService configs;
    private final Places places;
    private final KeptDocuments kept;
    private final Documents documents;

    EndpointWire(
            EndpointService endpoints,
            EndpointConfigService configs,
            Places places,
            KeptDocuments kept,
            Documents documents) {
        this.endpoints = endpoints;
        this.configs = configs;
        this.places = places;
        this.kept = kept;
        this.documents = documents;
    }

    Map<String, @Nullable Object> create(AwsCall call) {
        AwsInput input = call.input();
        String name = input.text("EndpointName");
        Deployment.of(input);
        Map<String, String> tags = KeptDocuments.checked(input.tags());
        EndpointConfig config = configs.get(call.caller(), input.text(CONFIG));
        Endpoint endpoint = endpoints.create(
                call.caller(),
                new EndpointService.NewEndpoint(name, configs.variants(call.caller(), config), config.capturePercent()),
                null);
        keep(endpoint, input, tags);
        return structure("EndpointArn", Arns.of(call, Arns.Kind.ENDPOINT, name));
    }

    /** The old configuration answers until the new one does. */
    Map<String, @Nullable Object> update(AwsCall call) {
        AwsInput input = call.input();
        String name = input.text("EndpointName");
        input.refuse("RetainAllVariantProperties", "RetainDeploymentConfig");
        EndpointConfig config = configs.get(call.caller(), input.text(CONFIG));
        Endpoint endpoint = endpoints.update(
                call.caller(),
                name,
                new EndpointService.EndpointChange(
                        configs.variants(call.caller(), config),
                        Deployment.of(input),
                        Objects.requireNonNullElse(config.capturePercent(), 0)));
        keep(endpoint, input, kept.find(endpoint.id()).tags());
        return structure("EndpointArn", Arns.of(call, Arns.Kind.ENDPOINT, name));
    }

    Map<String, @Nullable Object> updateWeightsAndCapacities(AwsCall call) {
        AwsInput input = call.input();
        Endpoint endpoint = endpoints.get(call.caller(), input.text("EndpointName"));
        List<AwsInput> desired = input.structures("DesiredWeightsAndCapacities");
        if (desired.isEmpty()) {
            throw AwsException.validation(
                    "desiredWeightsAndCapacities", "Member must have length greater than or equal to 1");
        }
        Map<String, EndpointService.VariantChange> changes = new LinkedHashMap<>();
        for (AwsInput change : desired) {
            change.refuse("ServerlessUpdateConfig");
            String variant = change.text("VariantName");
            if (endpoint.variants().stream().noneMatch(one -> one.name().equals(variant))) {
                throw AwsException.validation(
                        "variantName", "Member must be a variant of the endpoint: '%s' is none".formatted(variant));
            }
            changes.put(
                    variant,
                    new EndpointService.VariantChange(
                            change.number("DesiredInstanceCount"), change.decimal("DesiredWeight"), null));
        }
        endpoints.scale(call.caller(), endpoint.name(), changes);
        return structure("EndpointArn", Arns.of(call, Arns.Kind.ENDPOINT, endpoint.name()));
    }

    /** AWS says where there is nothing to delete. */
    Map<String, @Nullable Object> delete(AwsCall call) {
        String name =
                endpoints.get(call.caller(), call.input().text("EndpointName")).name();
        endpoints.delete(call.caller(), name);
        return Map.of();
    }

    Map<String, @Nullable Object> describe(AwsCall call) {
        Endpoint endpoint = endpoints.get(call.caller(), call.input().text("EndpointName"));
        Map<String, @Nullable Object> answer = new LinkedHashMap<>(summary(call, endpoint));
        ObjectNode document =
                documents.read(Optional.of(kept.find(endpoint.id()).document()));
        if (document.has(CONFIG)) {
            answer.put(CONFIG, document.get(CONFIG));
        }
        if (document.has("DeploymentConfig")) {
            answer.put("LastDeploymentConfig", document.get("DeploymentConfig"));
        }
        String reason = endpoint.lifecycle().failureReason();
        if (reason != null) {
            answer.put("FailureReason", reason);
        }
        answer.put(
                "ProductionVariants",
                endpoint.variants().stream().map(EndpointWire::variant).toList());
        if (endpoint.capturePercent() > 0) {
            answer.put(
                    "DataCaptureConfig",
                    structure(
                            "EnableCapture",
                            true,
                            "CaptureStatus",
                            "Started",
                            "CurrentSamplingPercentage",
                            endpoint.capturePercent(),
                            "DestinationS3Uri",
                            places.captures(endpoint.name()),
                            "KmsKeyId",
                            ""));
        }
        return answer;
    }

    Map<String, @Nullable Object> list(AwsCall call) {
        Page<Endpoint> page = endpoints.list(
                call.caller(),
                Listings.of(
                        call,
                        Listings.NAME_STATUS,
                        "OutOfService",
                        "Creating",
                        "Updating",
                        "SystemUpdating",
                        "RollingBack",
                        "InService",
                        "Deleting",
                        "Failed",
                        "UpdateRollbackFailed"),
                call.page());
        return AwsOutput.page("Endpoints", page, endpoint -> summary(call, endpoint));
    }

    private void keep(Endpoint endpoint, AwsInput input, Map<String, String> tags) {
        ObjectNode document = documents.read(Optional.empty());
        Documents.take(document, input, CONFIG, "DeploymentConfig");
        kept.keep(endpoint.id(), new Kept(document.toString(), tags));
    }

    private static Map<String, @Nullable Object> variant(Variant variant) {
        return structure(
                "VariantName",
                variant.name(),
                "CurrentWeight",
                variant.weight(),
                "DesiredWeight",
                variant.weight(),
                "CurrentInstanceCount",
                variant.instanceCount(),
                "DesiredInstanceCount",
                variant.instanceCount());
    }

    private static Map<String, @Nullable Object> summary(AwsCall call, Endpoint endpoint) {
        return structure(
                "EndpointName",
                endpoint.name(),
                "EndpointArn",
                Arns.of(call, Arns.Kind.ENDPOINT, endpoint.name()),
                "CreationTime",
                AwsOutput.time(endpoint.creationTime()),
                "LastModifiedTime",
                AwsOutput.time(endpoint.lastModifiedTime()),
                "EndpointStatus",
                endpoint.lifecycle().status());
    }
}
