package dev.atelier.autopilot.service.experiment;

import dev.atelier.autopilot.service.usage.Owner;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A step of a trial: processing, training, evaluation, or a user's run.
 *
 * @param source what made it, for example {@code automl-job/NAME/candidate/NAME}; null when a user did
 * @param status null until somebody says
 * @param metrics by name, what the observations so far come to
 */
public record TrialComponent(
        String id,
        String name,
        Owner owner,
        String displayName,
        @Nullable String source,
        @Nullable ComponentStatus status,
        @Nullable Instant startTime,
        @Nullable Instant endTime,
        Map<String, ParameterValue> parameters,
        Map<String, Artifact> inputArtifacts,
        Map<String, Artifact> outputArtifacts,
        List<MetricSummary> metrics,
        Instant creationTime,
        Instant lastModifiedTime) {}
