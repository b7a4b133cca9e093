package dev.atelier.studio.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which audit events to list; null or empty is any.
 *
 * @param domainId whose resource was acted on
 * @param ownerKey whose resource was acted on, as an {@link dev.atelier.studio.store.OwnerKey}
 * @param actor the subject of who acted
 * @param result {@code succeeded} or the stable code of an error
 * @param from not before this time
 * @param to before this time
 */
public record AuditFilter(
        @Nullable String domainId,
        @Nullable String ownerKey,
        @Nullable String actor,
        @Nullable String action,
        @Nullable String resourceType,
        @Nullable String resourceId,
        @Nullable String result,
        @Nullable Instant from,
        @Nullable Instant to) {}
