package dev.atelier.billing.meter.rest;

import static dev.atelier.billing.meter.rest.OwnerJson.absent;
import static dev.atelier.billing.meter.rest.OwnerJson.text;

import dev.atelier.billing.meter.EventKey;
import dev.atelier.billing.meter.Owner;
import dev.atelier.billing.meter.Usage;
import dev.atelier.billing.meter.UsageEvent;
import dev.atelier.billing.meter.UsageEvent.Reversal;
import dev.atelier.billing.meter.UsageEventDraft;
import dev.atelier.billing.price.Component;
import dev.atelier.platform.peak.Peak;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A usage event. */
@RegisterForReflection
@Schema(name = "UsageEvent")
public record UsageEventJson(
        @Schema(description = "Unique within the source.", required = true) @Nullable
        String id,

        @Schema(description = "The emitting service.", required = true, examples = "studio-service") @Nullable
        String source,

        @Schema(
                description = "One of started, ended, member-joined, member-left, heartbeat, reversed, busy, idle.",
                required = true,
                examples = "started")
        @Nullable
        String type,

        @Schema(required = true) @Nullable Instant time,

        @Schema(description = "The billed resource.", required = true) @Nullable
        String resourceId,

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
        Integer peakCpuMillis,

        @Schema(
                description =
                        "For how many seconds that was looked for; since the last event that said so unless given.")
        @Nullable
        Integer peakSeconds) {
    /** As it is, not yet checked. */
    public UsageEventDraft draft() {
        return new UsageEventDraft(
                new EventKey(text(source), text(id)),
                text(type),
                time,
                text(resourceId),
                text(component),
                new Usage(
                        null,
                        text(instanceType),
                        instanceCount == null ? 0 : instanceCount,
                        text(region),
                        owner == null ? Owner.NONE : owner.toOwner(),
                        text(jobName),
                        text(endpointName),
                        storageBytes == null ? 0 : storageBytes),
                text(memberId),
                new Reversal(new EventKey(text(reversesSource), text(reversesId)), text(reason)),
                new Peak(
                        peakMemoryBytes == null ? 0 : peakMemoryBytes,
                        peakCpuMillis == null ? 0 : peakCpuMillis,
                        Duration.ofSeconds(peakSeconds == null ? 0 : peakSeconds)));
    }

    static UsageEventJson of(UsageEvent event) {
        Usage usage = event.usage();
        Component component = usage.component();
        Reversal reversal = event.reversal();
        boolean measured = event.peak().known();
        return new UsageEventJson(
                event.key().id(),
                event.key().source(),
                event.type().code(),
                event.time(),
                event.resourceId(),
                component == null ? null : component.code(),
                absent(usage.instanceType()),
                usage.instanceCount(),
                absent(usage.region()),
                usage.owner().equals(Owner.NONE) ? null : OwnerJson.of(usage.owner()),
                absent(usage.jobName()),
                absent(usage.endpointName()),
                absent(event.memberId()),
                usage.storageBytes() == 0 ? null : usage.storageBytes(),
                absent(reversal.target().source()),
                absent(reversal.target().id()),
                absent(reversal.reason()),
                measured ? event.peak().memoryBytes() : null,
                measured ? event.peak().cpuMillis() : null,
                event.peak().measured().isZero() ? null : event.peak().seconds());
    }
}
