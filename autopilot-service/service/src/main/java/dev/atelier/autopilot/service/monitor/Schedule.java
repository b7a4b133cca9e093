package dev.atelier.autopilot.service.monitor;

import dev.atelier.autopilot.service.usage.Owner;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A monitor of an endpoint.
 *
 * @param expression AWS's cron(…); null runs on demand only
 * @param threshold distance from the baseline up to which a column has not drifted
 * @param maxRuntime after which a run is stopped
 * @param definitionName of the job definition that it was made from, if any
 * @param status "Scheduled" or "Stopped"
 * @param alertStatus "InAlert" when the last run that ended found something, otherwise "OK"
 */
public record Schedule(
        String id,
        String name,
        Owner owner,
        String endpointId,
        String endpointName,
        String variantName,
        MonitoringType type,
        @Nullable String expression,
        double threshold,
        String instanceType,
        Duration maxRuntime,
        @Nullable String definitionName,
        String status,
        @Nullable Instant nextRun,
        String alertStatus,
        Instant creationTime,
        Instant lastModifiedTime) {}
