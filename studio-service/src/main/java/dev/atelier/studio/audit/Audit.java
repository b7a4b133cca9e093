package dev.atelier.studio.audit;

import java.time.Instant;

/**
 * Who did what to which resource with which result.
 *
 * @param actor the caller's subject
 * @param actorDomainId of the profile that acted, or that a service acted for; empty for an operator
 * @param action as gRPC names the operation
 * @param result {@code succeeded}, or the stable code of the error
 * @param detail what the caller was told of an error; empty for a success
 * @param traceId under which the log knows the request
 */
public record Audit(
        String auditEventId,
        Instant time,
        String actor,
        String actorRole,
        String actorDomainId,
        String actorUserProfileName,
        String action,
        String resourceType,
        Resource resource,
        String result,
        String detail,
        String traceId) {
    /** The result of what was done. */
    public static final String SUCCEEDED = "succeeded";

    /**
     * What was acted on.
     *
     * @param id an id or a name; empty when it never got one
     * @param domainId empty when it is not known
     * @param ownerKey an {@link dev.atelier.studio.store.OwnerKey}; empty when it is not known, or for what belongs to a domain as a whole
     */
    public record Resource(String id, String domainId, String ownerKey) {}
}
