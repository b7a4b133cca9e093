package dev.atelier.billing.meter.rest;

import dev.atelier.billing.meter.RecordedEvent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An event of the ledger. */
@RegisterForReflection
@Schema(name = "RecordedUsageEvent")
record RecordedEventJson(
        UsageEventJson event,
        Instant recordedTime,

        @Schema(description = "Whose token it came with.") @Nullable
        String recordedBy,

        @Schema(description = "It was taken back and counts no more.")
        boolean reversed) {
    static RecordedEventJson of(RecordedEvent recorded) {
        return new RecordedEventJson(
                UsageEventJson.of(recorded.event()),
                recorded.recordedAt(),
                OwnerJson.absent(recorded.recordedBy()),
                recorded.reversed());
    }
}
