package dev.atelier.autopilot.service.endpoint;

import dev.atelier.autopilot.service.usage.Owner;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One or more candidates that answer requests under one name.
 *
 * @param variants of the version that takes requests, or of the first one while that starts
 * @param version of the configuration that is wanted; grows with each update
 * @param activeVersion that takes requests; 0 until the first is up
 * @param capturePercent which share of the requests is captured; 0 for none
 */
public record Endpoint(
        String id,
        String name,
        Owner owner,
        List<Variant> variants,
        EndpointLifecycle lifecycle,
        int version,
        int activeVersion,
        int capturePercent,
        Instant creationTime,
        Instant lastModifiedTime,
        @Nullable Instant inServiceTime) {
    public Endpoint {
        variants = List.copyOf(variants);
    }

    /** The first variant: all there is for who deployed one candidate. */
    public Variant variant() {
        return variants.getFirst();
    }
}
