package dev.atelier.autopilot.service.experiment;

import dev.atelier.autopilot.service.usage.Owner;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A question and the trials that answer it.
 *
 * @param source what made it, for example {@code automl-job/NAME}; null when a user did
 */
public record Experiment(
        String id,
        String name,
        Owner owner,
        String displayName,
        String description,
        @Nullable String source,
        Instant creationTime,
        Instant lastModifiedTime) {}
