package dev.atelier.autopilot.service.endpoint;

/**
 * A candidate behind an endpoint, and how much of the traffic it takes: SageMaker's ProductionVariant.
 *
 * @param instanceCount how many workers serve it; 0 takes no traffic
 * @param weight its share of the requests is weight ÷ sum of all weights
 */
public record Variant(
        String name,
        String jobId,
        String jobName,
        String candidateName,
        int trial,
        String instanceType,
        int instanceCount,
        double weight) {}
