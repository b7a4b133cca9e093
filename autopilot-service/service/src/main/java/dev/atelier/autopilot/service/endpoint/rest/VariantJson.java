package dev.atelier.autopilot.service.endpoint.rest;

import dev.atelier.api.error.AtelierException;
import dev.atelier.autopilot.service.endpoint.EndpointService;
import dev.atelier.autopilot.service.endpoint.InstanceScaling;
import dev.atelier.autopilot.service.endpoint.NewVariant;
import dev.atelier.autopilot.service.endpoint.Variant;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A production variant as REST has it. */
@RegisterForReflection
record VariantJson(
        String variantName,
        String autoMlJobName,
        String candidateName,
        String instanceType,
        int instanceCount,
        double weight,
        @Nullable ScalingJson instanceScaling) {
    static VariantJson of(Variant variant) {
        return new VariantJson(
                variant.name(),
                variant.jobName(),
                variant.candidateName(),
                variant.instanceType(),
                variant.instanceCount(),
                variant.weight(),
                variant.scaling() == null ? null : ScalingJson.of(variant.scaling()));
    }

    /** How the number of instances follows the load. Durations are ISO 8601, for example "PT5M". */
    @RegisterForReflection
    record ScalingJson(
            @Schema(required = true, minimum = "1", maximum = "100") @Nullable
            Integer minInstanceCount,

            @Schema(required = true, minimum = "1", maximum = "100") @Nullable
            Integer maxInstanceCount,

            @Schema(
                    required = true,
                    description =
                            "Requests a minute up to which one instance is enough: SageMakerVariantInvocationsPerInstance.")
            @Nullable
            Double targetInvocationsPerInstance,

            @Schema(description = "The wait after a change until instances are let go; \"PT5M\" when absent.") @Nullable
            Duration scaleInCooldown,

            @Schema(description = "The wait after instances were added until more are; \"PT5M\" when absent.") @Nullable
            Duration scaleOutCooldown) {
        static ScalingJson of(InstanceScaling scaling) {
            return new ScalingJson(
                    scaling.minInstanceCount(),
                    scaling.maxInstanceCount(),
                    scaling.targetInvocationsPerInstance(),
                    scaling.scaleInCooldown(),
                    scaling.scaleOutCooldown());
        }

        InstanceScaling toScaling() {
            return new InstanceScaling(
                    required("minInstanceCount", minInstanceCount),
                    required("maxInstanceCount", maxInstanceCount),
                    required("targetInvocationsPerInstance", targetInvocationsPerInstance),
                    scaleInCooldown == null ? InstanceScaling.COOLDOWN : scaleInCooldown,
                    scaleOutCooldown == null ? InstanceScaling.COOLDOWN : scaleOutCooldown);
        }

        private static <T> T required(String field, @Nullable T value) {
            if (value == null) {
                throw AtelierException.invalid("instanceScaling." + field, "is required");
            }
            return value;
        }
    }

    /** A variant to be made. */
    @RegisterForReflection
    record New(
            @Schema(required = true, maxLength = 63) @Nullable
            String variantName,

            @Schema(required = true) @Nullable String autoMlJobName,

            @Schema(description = "The best of the job when absent.") @Nullable
            String candidateName,

            @Schema(description = "\"ml.m5.large\" when absent.") @Nullable
            String instanceType,

            @Schema(minimum = "1", maximum = "100", description = "1 when absent.") @Nullable
            Integer instanceCount,

            @Schema(minimum = "0", description = "1 when absent.") @Nullable
            Double weight,

            @Nullable ScalingJson instanceScaling) {
        NewVariant toNewVariant() {
            return new NewVariant(
                    variantName,
                    autoMlJobName,
                    candidateName,
                    instanceType,
                    instanceCount,
                    weight,
                    instanceScaling == null ? null : instanceScaling.toScaling());
        }
    }

    /** What is to change of a variant. */
    @RegisterForReflection
    record Change(
            @Nullable Integer instanceCount,
            @Nullable Double weight,
            @Nullable ScalingJson instanceScaling) {
        EndpointService.VariantChange toChange() {
            return new EndpointService.VariantChange(
                    instanceCount, weight, instanceScaling == null ? null : instanceScaling.toScaling());
        }
    }
}
