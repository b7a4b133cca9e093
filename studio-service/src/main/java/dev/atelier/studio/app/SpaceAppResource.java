package dev.atelier.studio.app;

import dev.atelier.api.page.Page;
import dev.atelier.platform.security.CallerContext;
import dev.atelier.studio.tenancy.OwnerFilter;
import dev.atelier.studio.tenancy.SpaceRef;
import dev.atelier.studio.wire.ListParams;
import dev.atelier.studio.wire.Wire;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
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

/** Apps of spaces over REST. */
@Path("/api/v1/domains/{domainId}/spaces/{spaceName}/apps")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Apps")
class SpaceAppResource {
    private final AppOperations operations;
    private final CallerContext callers;

    SpaceAppResource(AppOperations operations, CallerContext callers) {
        this.operations = operations;
        this.callers = callers;
    }

    @POST
    @ResponseStatus(201)
    @Operation(summary = "Create an app in a space, and the instance that it needs")
    public RestResponse<AppJson> createSpaceApp(
            @PathParam("domainId") String domainId,
            @PathParam("spaceName") String spaceName,
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
            CreateAppJson request) {
        AppKey key = key(domainId, spaceName, Wire.text(request.appType()), Wire.text(request.appName()));
        NewApp app = new NewApp(
                key,
                Wire.text(request.image()),
                Wire.text(request.instanceType()),
                Wire.text(request.lifecycleConfigName()));
        AppWithPrice created = operations.create(callers.caller(), app, idempotencyKey);
        URI location = URI.create("/api/v1/domains/%s/spaces/%s/apps/%s/%s"
                .formatted(domainId, spaceName, key.type().wireName(), key.appName()));
        return RestResponse.ResponseBuilder.<AppJson>created(location)
                .entity(AppJson.of(created))
                .build();
    }

    @GET
    @Operation(summary = "List a space's apps; ended ones stay listed for a day")
    public Page<AppJson> listSpaceApps(
            @PathParam("domainId") String domainId,
            @PathParam("spaceName") String spaceName,
            @QueryParam("appType") @Nullable String appType,
            @QueryParam("status") @Nullable String status,
            @QueryParam("image") @Nullable String image,
            @QueryParam("instanceType") @Nullable String instanceType,
            @BeanParam ListParams list) {
        AppFilter filter = new AppFilter(OwnerFilter.ANY, appType, status, image, instanceType, list.query());
        return operations
                .list(callers.caller(), new SpaceRef(domainId, spaceName), filter, list.page())
                .map(AppJson::of);
    }

    @GET
    @Path("{appType}/{appName}")
    @Operation(summary = "Describe an app of a space")
    public AppJson getSpaceApp(
            @PathParam("domainId") String domainId,
            @PathParam("spaceName") String spaceName,
            @PathParam("appType") String appType,
            @PathParam("appName") String appName) {
        return AppJson.of(operations.get(callers.caller(), key(domainId, spaceName, appType, appName)));
    }

    @GET
    @Path("{appType}/{appName}/lifecycle-log")
    @Operation(summary = "Read what the lifecycle configuration of an app of a space said, and how it ended")
    public LifecycleLogJson getSpaceLifecycleLog(
            @PathParam("domainId") String domainId,
            @PathParam("spaceName") String spaceName,
            @PathParam("appType") String appType,
            @PathParam("appName") String appName) {
        return LifecycleLogJson.of(
                operations.lifecycleLog(callers.caller(), key(domainId, spaceName, appType, appName)));
    }

    @DELETE
    @Path("{appType}/{appName}")
    @Operation(summary = "Shut an app of a space down with everything in it")
    public void deleteSpaceApp(
            @PathParam("domainId") String domainId,
            @PathParam("spaceName") String spaceName,
            @PathParam("appType") String appType,
            @PathParam("appName") String appName) {
        operations.delete(callers.caller(), key(domainId, spaceName, appType, appName));
    }

    private static AppKey key(String domainId, String spaceName, String appType, String appName) {
        return AppKey.of(new SpaceRef(domainId, spaceName), appType, appName);
    }
}
