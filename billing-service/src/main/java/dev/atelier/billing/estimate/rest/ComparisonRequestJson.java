package dev.atelier.billing.estimate.rest;

import dev.atelier.billing.estimate.ComparisonDraft;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What an instance type must have, and how long it would run. */
@RegisterForReflection
@Schema(name = "ComparisonRequest")
record ComparisonRequestJson(
        @Schema(description = "At least so much; any unless said.") @Nullable
        Integer vcpu,

        @Schema(description = "At least so much; any unless said.") @Nullable
        BigDecimal memoryGib,

        @Schema(description = "At least so much; any unless said.") @Nullable
        Integer gpu,

        @Schema(description = "One of studio, training, processing, hosting.", required = true, examples = "studio")
        @Nullable
        String component,

        @Schema(description = "The region of this installation unless said.") @Nullable
        String region,

        @Schema(description = "1 unless said.") @Nullable Integer instanceCount,

        @Schema(description = "Or a schedule.", examples = "PT8H") @Nullable
        Duration duration,

        @Schema(description = "Or a duration.") @Nullable ScheduleJson schedule) {
    private static final int MOST_ZEROS = 30;

    ComparisonDraft draft() {
        return new ComparisonDraft(
                Objects.requireNonNullElse(vcpu, 0),
                memoryGib == null ? "" : text(memoryGib),
                Objects.requireNonNullElse(gpu, 0),
                Objects.requireNonNullElse(component, ""),
                Objects.requireNonNullElse(region, ""),
                Objects.requireNonNullElse(instanceCount, 0),
                ScheduleJson.time(duration, schedule));
    }

    /** With an exponent where it has a large one, which is refused then: written out it could fill the memory. */
    private static String text(BigDecimal number) {
        return Math.abs((long) number.scale()) > MOST_ZEROS ? number.toString() : number.toPlainString();
    }
}
