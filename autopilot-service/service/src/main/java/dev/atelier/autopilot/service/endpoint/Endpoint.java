package dev.atelier.autopilot.service.endpoint;

import dev.atelier.autopilot.service.usage.Owner;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A candidate that answers requests.
 *
 * @param generation counts the starts of its worker
 */
public record Endpoint(
        String id,
        String name,
        Owner owner,
        String jobName,
        String candidateName,
        String instanceType,
        EndpointLifecycle lifecycle,
        int generation,
        Instant creationTime,
        @Nullable Instant inServiceTime) {}
