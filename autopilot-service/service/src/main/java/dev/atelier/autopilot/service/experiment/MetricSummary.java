package dev.atelier.autopilot.service.experiment;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/**
 * What the observations of one metric come to, as SageMaker's TrialComponentMetricSummary.
 *
 * @param last the value with the latest time
 * @param stdDev of the sample; 0 for one observation
 */
@RegisterForReflection
public record MetricSummary(
        String metricName,
        long count,
        double min,
        double max,
        double avg,
        double stdDev,
        double last,
        Instant timestamp) {}
