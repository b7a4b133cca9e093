package dev.atelier.autopilot.service.monitor;

import dev.atelier.autopilot.service.usage.Owner;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What monitors are made from.
 *
 * @param threshold as in {@link NewSchedule}; null for the usual one
 * @param maxRuntime as in {@link NewSchedule}; null for the usual one
 */
public record JobDefinition(
        String id,
        String name,
        Owner owner,
        MonitoringType type,
        String endpointName,
        @Nullable Double threshold,
        String instanceType,
        @Nullable Duration maxRuntime,
        Instant creationTime) {
    /**
     * The monitor that is made from it.
     *
     * @param expression AWS's cron(…); null runs on demand only
     */
    public NewSchedule schedule(String scheduleName, @Nullable String expression) {
        return new NewSchedule(
                scheduleName, endpointName, null, type.label(), expression, threshold, instanceType, maxRuntime, name);
    }
}
