package dev.atelier.autopilot.service.experiment;

import dev.atelier.autopilot.service.usage.Owner;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of an experiment; what was done in it are its trial components.
 *
 * @param source what made it; null when a user did
 */
public record Trial(
        String id,
        String name,
        String experimentName,
        Owner owner,
        String displayName,
        @Nullable String source,
        Instant creationTime,
        Instant lastModifiedTime) {}
