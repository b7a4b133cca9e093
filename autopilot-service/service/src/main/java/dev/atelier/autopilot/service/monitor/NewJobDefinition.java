package dev.atelier.autopilot.service.monitor;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asks for.
 *
 * @param threshold null for the usual one
 * @param maxRuntime after which a run is stopped; null for the usual one
 */
public record NewJobDefinition(
        String name,
        MonitoringType type,
        String endpointName,
        @Nullable Double threshold,
        String instanceType,
        @Nullable Duration maxRuntime) {}
