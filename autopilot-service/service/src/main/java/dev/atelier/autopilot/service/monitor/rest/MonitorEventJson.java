package dev.atelier.autopilot.service.monitor.rest;

import dev.atelier.autopilot.service.monitor.MonitorEvent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event of a monitor as it is streamed; which facts there are depends on the event: "schedule", "run", "violation" or "alert".
 *
 * @param status of the schedule, the run, or the alert
 * @param violations how many a run found in all
 * @param featureName the column that violates; for quality the metric
 */
@RegisterForReflection
record MonitorEventJson(
        Instant time,
        @Nullable String status,
        @Nullable String monitoringExecutionId,
        @Nullable Integer violations,
        @Nullable String featureName,
        @Nullable String constraintCheckType,
        @Nullable String message) {
    static MonitorEventJson of(MonitorEvent event) {
        MonitorEvent.Payload facts = event.payload();
        return new MonitorEventJson(
                event.time(),
                facts.status(),
                facts.monitoringExecutionId(),
                facts.violations(),
                facts.featureName(),
                facts.constraintCheckType(),
                facts.message());
    }
}
