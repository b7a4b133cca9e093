package dev.atelier.autopilot.service.model;

import dev.atelier.autopilot.service.usage.Owner;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What endpoints are made from.
 *
 * @param capturePercent which share of the requests is captured; null for none
 */
public record EndpointConfig(
        String id,
        String name,
        Owner owner,
        List<ConfigVariant> variants,
        @Nullable Integer capturePercent,
        Instant creationTime) {
    public EndpointConfig {
        variants = List.copyOf(variants);
    }
}
