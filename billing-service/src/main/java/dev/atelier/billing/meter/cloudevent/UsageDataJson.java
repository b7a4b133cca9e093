package dev.atelier.billing.meter.cloudevent;

import dev.atelier.billing.meter.rest.OwnerJson;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a usage event says beside the attributes of its CloudEvent. */
@RegisterForReflection
@Schema(name = "UsageEventData")
record UsageDataJson(
        @Schema(description = "One of studio, training, processing, hosting, storage.", examples = "studio") @Nullable
        String component,

        @Schema(examples = "ml.t3.medium") @Nullable String instanceType,
        @Schema(description = "1 unless said.") @Nullable Integer instanceCount,
        @Schema(examples = "us-east-1") @Nullable String region,
        @Nullable OwnerJson owner,
        @Nullable String jobName,
        @Nullable String endpointName,

        @Schema(description = "The app of a member event.") @Nullable
        String memberId,

        @Schema(description = "How much is stored; for storage only.") @Nullable
        Long storageBytes,

        @Schema(description = "The event that a reversed event takes back.") @Nullable
        String reversesSource,

        @Nullable String reversesId,

        @Schema(description = "Why it is taken back.") @Nullable
        String reason,

        @Schema(
                description =
                        "The most memory that was in use at once on one instance since its last event that said so; for "
                                + "heartbeat, busy, idle and ended.")
        @Nullable
        Long peakMemoryBytes,

        @Schema(description = "Likewise processor time per second, in thousandths of a vCPU.") @Nullable
        Integer peakCpuMillis) {
    static final UsageDataJson NONE =
            new UsageDataJson(null, null, null, null, null, null, null, null, null, null, null, null, null, null);
}
