package dev.atelier.autopilot.service.endpoint.rest;

import dev.atelier.api.error.AtelierException;
import dev.atelier.autopilot.service.endpoint.EndpointService;
import dev.atelier.autopilot.service.endpoint.InstanceScaling;
import dev.atelier.autopilot.service.endpoint.NewVariant;
import dev.atelier.autopilot.service.support.NoNulls;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An endpoint to be made, as REST has it: one candidate by the fields here, or several by productionVariants. */
@RegisterForReflection
record NewEndpointJson(
        @Schema(required = true, pattern = "^[a-zA-Z0-9](-*[a-zA-Z0-9])*$", maxLength = 63) @Nullable
        String endpointName,

        @Schema(description = "Required unless there are productionVariants.") @Nullable
        String autoMlJobName,

        @Schema(description = "The best of the job when absent.") @Nullable
        String candidateName,

        @Schema(description = "\"ml.m5.large\" when absent.") @Nullable
        String instanceType,

        @Schema(minimum = "1", maximum = "100", description = "1 when absent.") @Nullable
        Integer instanceCount,

        VariantJson.@Nullable ScalingJson instanceScaling,

        @Schema(maxItems = 10) @NoNulls @Nullable List<VariantJson.New> productionVariants,
        @Nullable DataCaptureJson dataCapture) {
    EndpointService.NewEndpoint toNewEndpoint() {
        return new EndpointService.NewEndpoint(
                endpointName,
                variants(
                        productionVariants,
                        new NewVariant(
                                null,
                                autoMlJobName,
                                candidateName,
                                instanceType,
                                instanceCount,
                                null,
                                scaling(instanceScaling))),
                dataCapture == null ? null : dataCapture.samplingPercentage());
    }

    static @Nullable InstanceScaling scaling(VariantJson.@Nullable ScalingJson asked) {
        return asked == null ? null : asked.toScaling();
    }

    /** The listed variants, or the single one that the fields of the request describe. */
    static List<NewVariant> variants(@Nullable List<VariantJson.New> listed, NewVariant single) {
        if (listed == null) {
            return List.of(single);
        }
        if (!single.equals(NewVariant.NONE)) {
            throw AtelierException.invalid(
                    "productionVariants",
                    "cannot be given together with autoMlJobName, candidateName, instanceType, instanceCount or instanceScaling");
        }
        return listed.stream().map(VariantJson.New::toNewVariant).toList();
    }
}
