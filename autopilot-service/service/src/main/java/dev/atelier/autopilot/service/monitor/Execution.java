package dev.atelier.autopilot.service.monitor;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A run of a monitor.
 *
 * @param datasetId the table that is looked at; null for requests that were captured between the times
 */
public record Execution(
        String id,
        String scheduleName,
        String endpointName,
        MonitoringType type,
        @Nullable String definitionName,
        ExecutionState state,
        @Nullable String datasetId,
        @Nullable Instant captureFrom,
        @Nullable Instant captureTo,
        Instant scheduledTime,
        Instant creationTime,
        @Nullable Instant startTime,
        @Nullable Instant endTime) {
    /** When it was made, began or ended, whatever came last. */
    public Instant lastModifiedTime() {
        return endTime != null ? endTime : Objects.requireNonNullElse(startTime, creationTime);
    }
}
