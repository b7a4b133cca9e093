package dev.atelier.studio.idle;

import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.platform.security.CallerContext;
import dev.atelier.studio.tenancy.OwnerFilter;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Idle shutdowns over REST. */
@Path("/api/v1/idle-events")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Idle shutdown")
class IdleResource {
    private final IdleOperations operations;
    private final CallerContext callers;

    IdleResource(IdleOperations operations, CallerContext callers) {
        this.operations = operations;
        this.callers = callers;
    }

    @GET
    @Operation(summary = "List what will be, or was, shut down because nobody used it; the newest first, for a week")
    public Page<IdleEventJson> listIdleEvents(
            @QueryParam("domainId") @Nullable String domainId,
            @QueryParam("userProfileName") @Nullable String userProfileName,
            @QueryParam("spaceName") @Nullable String spaceName,
            @QueryParam("pageSize") @Nullable Integer pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        return operations
                .list(
                        callers.caller(),
                        new OwnerFilter(domainId, userProfileName, spaceName),
                        PageRequest.of(pageSize, pageToken))
                .map(IdleEventJson::of);
    }
}
