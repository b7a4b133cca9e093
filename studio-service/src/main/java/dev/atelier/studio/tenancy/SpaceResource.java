package dev.atelier.studio.tenancy;

import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.platform.security.CallerContext;
import dev.atelier.studio.store.Sort;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Spaces over REST. */
@Path("/api/v1/domains/{domainId}/spaces")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Spaces")
class SpaceResource {
    private final SpaceOperations operations;
    private final CallerContext callers;

    SpaceResource(SpaceOperations operations, CallerContext callers) {
        this.operations = operations;
        this.callers = callers;
    }

    @POST
    @ResponseStatus(201)
    @Operation(summary = "Create a space: a user's own, or as an administrator a shared one")
    public RestResponse<SpaceJson> createSpace(
            @PathParam("domainId") String domainId,
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
            CreateSpaceJson request) {
        SpaceView view = operations.create(callers.caller(), request.toNewSpace(domainId), idempotencyKey);
        URI location = URI.create("/api/v1/domains/%s/spaces/%s"
                .formatted(domainId, view.space().ref().spaceName()));
        return RestResponse.ResponseBuilder.<SpaceJson>created(location)
                .entity(SpaceJson.of(view))
                .build();
    }

    @GET
    @Operation(summary = "List the spaces of a domain; a user sees the shared ones and his own")
    public Page<SpaceJson> listSpaces(
            @PathParam("domainId") String domainId,
            @QueryParam("nameContains") @Nullable String nameContains,
            @QueryParam("status") @Nullable String status,
            @QueryParam("sharingType") @Nullable String sharingType,
            @QueryParam("ownerUserProfileName") @Nullable String ownerUserProfileName,
            @QueryParam("sortBy") @Nullable String sortBy,
            @QueryParam("sortOrder") @Nullable String sortOrder,
            @QueryParam("pageSize") @Nullable Integer pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        SpaceFilter filter = new SpaceFilter(
                new TenancyFilter(nameContains, status, Sort.of(sortBy, sortOrder)), ownerUserProfileName, sharingType);
        return operations
                .list(callers.caller(), domainId, filter, PageRequest.of(pageSize, pageToken))
                .map(space -> SpaceJson.of(space));
    }

    @GET
    @Path("{spaceName}")
    @Operation(summary = "Describe a space")
    public SpaceJson getSpace(@PathParam("domainId") String domainId, @PathParam("spaceName") String spaceName) {
        return SpaceJson.of(operations.get(callers.caller(), new SpaceRef(domainId, spaceName)));
    }

    @PATCH
    @Path("{spaceName}")
    @Operation(summary = "Change a space; what is set applies to launches from now on")
    public SpaceJson updateSpace(
            @PathParam("domainId") String domainId, @PathParam("spaceName") String spaceName, UpdateSpaceJson request) {
        return SpaceJson.of(operations.update(callers.caller(), new SpaceRef(domainId, spaceName), request.toChange()));
    }

    @DELETE
    @Path("{spaceName}")
    @Operation(summary = "Delete a space that has no live apps; its files are put aside")
    public void deleteSpace(@PathParam("domainId") String domainId, @PathParam("spaceName") String spaceName) {
        operations.delete(callers.caller(), new SpaceRef(domainId, spaceName));
    }
}
