package dev.atelier.studio.audit;

import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.platform.security.CallerContext;
import dev.atelier.studio.store.OwnerKey;
import dev.atelier.studio.wire.Wire;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Audit events over REST. */
@Path("/api/v1/audit-events")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Audit events")
class AuditResource {
    private final AuditOperations operations;
    private final CallerContext callers;

    AuditResource(AuditOperations operations, CallerContext callers) {
        this.operations = operations;
        this.callers = callers;
    }

    @GET
    @Operation(
            summary = "List who did what to which resource with which result, the newest first",
            description =
                    "A member sees what he did and what was done to what is his. from and to are times of RFC 3339.")
    public Page<AuditJson> listAuditEvents(
            @QueryParam("domainId") @Nullable String domainId,
            @QueryParam("userProfileName") @Nullable String userProfileName,
            @QueryParam("spaceName") @Nullable String spaceName,
            @QueryParam("actor") @Nullable String actor,
            @QueryParam("action") @Nullable String action,
            @QueryParam("resourceType") @Nullable String resourceType,
            @QueryParam("resourceId") @Nullable String resourceId,
            @QueryParam("result") @Nullable String result,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("pageSize") @Nullable Integer pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        AuditFilter filter = new AuditFilter(
                domainId,
                OwnerKey.given(userProfileName, spaceName),
                actor,
                action,
                resourceType,
                resourceId,
                result,
                Wire.time("from", from),
                Wire.time("to", to));
        return operations
                .list(callers.caller(), filter, PageRequest.of(pageSize, pageToken))
                .map(AuditJson::of);
    }
}
