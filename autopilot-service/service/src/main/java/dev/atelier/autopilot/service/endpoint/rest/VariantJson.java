package dev.atelier.autopilot.service.endpoint.rest;

import dev.atelier.autopilot.service.endpoint.NewVariant;
import dev.atelier.autopilot.service.endpoint.Variant;
import io.quarkus.runtime.annotations.RegisterForReflection;
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
        double weight) {
    static VariantJson of(Variant variant) {
        return new VariantJson(
                variant.name(),
                variant.jobName(),
                variant.candidateName(),
                variant.instanceType(),
                variant.instanceCount(),
                variant.weight());
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
            Double weight) {
        NewVariant toNewVariant() {
            return new NewVariant(variantName, autoMlJobName, candidateName, instanceType, instanceCount, weight);
        }
    }

    /** What is to change of a variant. */
    @RegisterForReflection
    record Change(@Nullable Integer instanceCount, @Nullable Double weight) {}
}
