package dev.atelier.autopilot.service.model;

import dev.atelier.autopilot.service.usage.Owner;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A candidate under a name of its own.
 *
 * @param jobId of the job that it was made from, which another job of that name is not; null where that is not known any more
 */
public record Model(
        String id,
        String name,
        Owner owner,
        @Nullable String jobId,
        String jobName,
        String candidateName,
        Instant creationTime) {}
