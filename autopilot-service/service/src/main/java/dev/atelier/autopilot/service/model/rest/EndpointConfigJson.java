package dev.atelier.autopilot.service.model.rest;

import dev.atelier.autopilot.service.endpoint.Endpoint;
import dev.atelier.autopilot.service.model.ConfigVariant;
import dev.atelier.autopilot.service.model.EndpointConfig;
import dev.atelier.autopilot.service.support.NoNulls;
import dev.atelier.autopilot.service.usage.OwnerJson;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A configuration of endpoints as REST has it. */
@RegisterForReflection
record EndpointConfigJson(
        String endpointConfigName,
        OwnerJson owner,
        List<VariantOfModelJson> productionVariants,
        @Nullable CaptureJson dataCapture,
        Instant creationTime) {
    static EndpointConfigJson of(EndpointConfig config) {
        return new EndpointConfigJson(
                config.name(),
                OwnerJson.of(config.owner()),
                config.variants().stream().map(VariantOfModelJson::of).toList(),
                config.capturePercent() == null ? null : new CaptureJson(config.capturePercent()),
                config.creationTime());
    }

    /** A model behind endpoints. */
    @RegisterForReflection
    record VariantOfModelJson(
            @Schema(required = true, maxLength = 63) @Nullable
            String variantName,

            @Schema(required = true) @Nullable String modelName,

            @Schema(description = "\"ml.m5.large\" when absent.") @Nullable
            String instanceType,

            @Schema(minimum = "1", maximum = "100", description = "1 when absent.") @Nullable
            Integer instanceCount,

            @Schema(minimum = "0", description = "1 when absent.") @Nullable
            Double weight) {
        static VariantOfModelJson of(ConfigVariant variant) {
            return new VariantOfModelJson(
                    variant.name(),
                    variant.modelName(),
                    variant.instanceType(),
                    variant.instanceCount(),
                    variant.weight());
        }

        ConfigVariant toVariant() {
            return new ConfigVariant(
                    Objects.requireNonNullElse(variantName, ""),
                    Objects.requireNonNullElse(modelName, ""),
                    instanceType,
                    instanceCount,
                    weight);
        }
    }

    /** Which share of the requests is captured. */
    @RegisterForReflection
    record CaptureJson(
            @Schema(minimum = "0", maximum = "100") @Nullable
            Integer samplingPercentage) {}

    /** A configuration to be made. */
    @RegisterForReflection
    record New(
            @Schema(required = true, pattern = "^[a-zA-Z0-9](-*[a-zA-Z0-9])*$", maxLength = 63) @Nullable
            String endpointConfigName,

            @Schema(required = true, minItems = 1, maxItems = 10) @NoNulls @Nullable
            List<VariantOfModelJson> productionVariants,

            @Nullable CaptureJson dataCapture) {
        List<ConfigVariant> variants() {
            return productionVariants == null
                    ? List.of()
                    : productionVariants.stream()
                            .map(VariantOfModelJson::toVariant)
                            .toList();
        }

        @Nullable
        Integer capturePercent() {
            return dataCapture == null ? null : dataCapture.samplingPercentage();
        }
    }

    /** An endpoint to be made from a configuration, or moved to it. */
    @RegisterForReflection
    record Deployment(
            @Schema(required = true, pattern = "^[a-zA-Z0-9](-*[a-zA-Z0-9])*$", maxLength = 63) @Nullable
            String endpointName) {}

    /** What became of the endpoint; more is below /endpoints. */
    @RegisterForReflection
    record DeployedJson(String endpointName, String status) {
        static DeployedJson of(Endpoint endpoint) {
            return new DeployedJson(endpoint.name(), endpoint.lifecycle().status());
        }
    }
}
