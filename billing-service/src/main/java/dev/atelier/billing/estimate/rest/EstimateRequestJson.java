package dev.atelier.billing.estimate.rest;

import dev.atelier.billing.estimate.EstimateDraft;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Planned usage. */
@RegisterForReflection
@Schema(name = "EstimateRequest")
record EstimateRequestJson(
        @Schema(required = true) @Nullable List<LineJson> lines) {
    /** Instances for a time. */
    @RegisterForReflection
    @Schema(name = "EstimateRequestLine")
    record LineJson(
            @Schema(required = true, examples = "ml.t3.medium") @Nullable
            String instanceType,

            @Schema(
                    description = "One of studio, training, processing, hosting, storage.",
                    required = true,
                    examples = "studio")
            @Nullable
            String component,

            @Schema(description = "The region of this installation unless said.") @Nullable
            String region,

            @Schema(description = "1 unless said.") @Nullable
            Integer instanceCount,

            @Schema(description = "Or a schedule.", examples = "PT8H") @Nullable
            Duration duration,

            @Schema(description = "Or a duration.") @Nullable
            ScheduleJson schedule,

            @Schema(description = "Of storage: how much is stored; its price is per GB-month.") @Nullable
            Long storageBytes) {
        EstimateDraft draft() {
            return new EstimateDraft(
                    Objects.requireNonNullElse(instanceType, ""),
                    Objects.requireNonNullElse(component, ""),
                    Objects.requireNonNullElse(region, ""),
                    Objects.requireNonNullElse(instanceCount, 0),
                    ScheduleJson.time(duration, schedule),
                    Objects.requireNonNullElse(storageBytes, 0L));
        }
    }

    List<EstimateDraft> drafts() {
        return lines == null ? List.of() : lines.stream().map(LineJson::draft).toList();
    }
}
