package dev.atelier.autopilot.service.endpoint;

import org.jspecify.annotations.Nullable;

/**
 * A candidate behind an endpoint, and how much of the traffic it takes: SageMaker's ProductionVariant.
 *
 * @param instanceCount how many workers serve it; 0 takes no traffic
 * @param weight its share of the requests is weight ÷ sum of all weights
 * @param scaling how instanceCount follows the load; null when it does not
 */
public record Variant(
        String name,
        String jobId,
        String jobName,
        String candidateName,
        int trial,
        String instanceType,
        int instanceCount,
        double weight,
        @Nullable InstanceScaling scaling) {}
