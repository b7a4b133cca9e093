package dev.atelier.autopilot.service.transform;

import dev.atelier.autopilot.service.usage.Owner;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A table that a candidate scores. */
public record Transform(
        String id,
        String name,
        Owner owner,
        String jobName,
        String candidateName,
        String datasetId,
        String instanceType,
        TransformState state,
        Instant creationTime,
        @Nullable Instant startTime,
        @Nullable Instant endTime) {
    /** When it was made, began to work, or ended, whatever came last. */
    public Instant lastModifiedTime() {
        return endTime != null ? endTime : Objects.requireNonNullElse(startTime, creationTime);
    }
}
