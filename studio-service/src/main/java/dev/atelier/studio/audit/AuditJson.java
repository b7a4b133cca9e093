package dev.atelier.studio.audit;

import dev.atelier.studio.store.OwnerKey;
import dev.atelier.studio.wire.Wire;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@RegisterForReflection
@Schema(name = "AuditEvent")
record AuditJson(
        String auditEventId,
        Instant time,
        String actor,
        String actorRole,

        @Schema(description = "As gRPC names the operation") String action,

        String resourceType,
        @Nullable String resourceId,

        @Schema(description = "Whose resource it is") @Nullable
        String domainId,

        @Nullable String userProfileName,
        @Nullable String spaceName,

        @Schema(description = "succeeded, or the code of the error")
        String result,

        @Nullable String detail,
        String traceId) {
    static AuditJson of(Audit audit) {
        return new AuditJson(
                audit.auditEventId(),
                audit.time(),
                audit.actor(),
                audit.actorRole(),
                audit.action(),
                audit.resourceType(),
                Wire.textOrNull(audit.resource().id()),
                Wire.textOrNull(audit.resource().domainId()),
                OwnerKey.userProfileName(audit.resource().ownerKey()),
                OwnerKey.spaceName(audit.resource().ownerKey()),
                audit.result(),
                Wire.textOrNull(audit.detail()),
                audit.traceId());
    }
}
