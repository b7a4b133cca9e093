package dev.atelier.autopilot.service.endpoint.rest;

import dev.atelier.api.error.AtelierException;
import dev.atelier.autopilot.service.endpoint.Canary;
import dev.atelier.autopilot.service.endpoint.EndpointService;
import dev.atelier.autopilot.service.endpoint.NewVariant;
import dev.atelier.autopilot.service.support.NoNulls;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Another configuration of an endpoint, as REST has it. */
@RegisterForReflection
record EndpointChangeJson(
        @Nullable String autoMlJobName,
        @Nullable String candidateName,
        @Nullable String instanceType,
        @Nullable Integer instanceCount,
        VariantJson.@Nullable ScalingJson instanceScaling,
        @Schema(maxItems = 10) @NoNulls @Nullable List<VariantJson.New> productionVariants,

        @Schema(description = "Tries the new configuration on a share of the requests first.") @Nullable
        CanaryJson canary,

        @Nullable DataCaptureJson dataCapture) {

    /** How the update is tried. */
    @RegisterForReflection
    record CanaryJson(
            @Schema(required = true, minimum = "1", maximum = "99") @Nullable
            Integer trafficPercent,

            @Schema(required = true) @Nullable Duration duration,

            @Schema(minimum = "0", maximum = "100", description = "1 when absent.") @Nullable
            Double maxErrorPercent) {
        Canary toCanary() {
            if (trafficPercent == null) {
                throw AtelierException.invalid("canary.trafficPercent", "is required");
            }
            if (duration == null) {
                throw AtelierException.invalid("canary.duration", "is required");
            }
            return new Canary(trafficPercent, duration, maxErrorPercent == null ? 1 : maxErrorPercent);
        }
    }

    EndpointService.EndpointChange toChange() {
        NewVariant single = new NewVariant(
                null,
                autoMlJobName,
                candidateName,
                instanceType,
                instanceCount,
                null,
                NewEndpointJson.scaling(instanceScaling));
        boolean sameVariants = productionVariants == null && single.equals(NewVariant.NONE);
        return new EndpointService.EndpointChange(
                sameVariants ? List.of() : NewEndpointJson.variants(productionVariants, single),
                canary == null ? null : canary.toCanary(),
                dataCapture == null ? null : dataCapture.samplingPercentage());
    }
}
