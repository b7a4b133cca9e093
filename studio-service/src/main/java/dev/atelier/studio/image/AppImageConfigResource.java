package dev.atelier.studio.image;

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

/** App image configs over REST. */
@Path("/api/v1/app-image-configs")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "App image configs")
class AppImageConfigResource {
    private final AppImageConfigOperations operations;
    private final CallerContext callers;

    AppImageConfigResource(AppImageConfigOperations operations, CallerContext callers) {
        this.operations = operations;
        this.callers = callers;
    }

    @POST
    @ResponseStatus(201)
    @Operation(
            summary = "Create an app image config: which kernels an own image offers",
            description = "Settings of domains and user profiles name it in customImages. For administrators.")
    public RestResponse<AppImageConfigJson> createAppImageConfig(
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey, AppImageConfigJson.Create request) {
        AppImageConfig config = operations.create(callers.caller(), request.toNew(), idempotencyKey);
        return RestResponse.ResponseBuilder.<AppImageConfigJson>created(
                        URI.create("/api/v1/app-image-configs/" + config.appImageConfigName()))
                .entity(AppImageConfigJson.of(config))
                .build();
    }

    @GET
    @Operation(summary = "List app image configs")
    public Page<AppImageConfigJson> listAppImageConfigs(
            @QueryParam("nameContains") @Nullable String nameContains,
            @QueryParam("sortBy") @Nullable String sortBy,
            @QueryParam("sortOrder") @Nullable String sortOrder,
            @QueryParam("pageSize") @Nullable Integer pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        return operations
                .list(
                        callers.caller(),
                        ImageFilter.of(nameContains, null, Sort.of(sortBy, sortOrder)),
                        PageRequest.of(pageSize, pageToken))
                .map(AppImageConfigJson::of);
    }

    @GET
    @Path("{appImageConfigName}")
    @Operation(summary = "Describe an app image config")
    public AppImageConfigJson getAppImageConfig(@PathParam("appImageConfigName") String name) {
        return AppImageConfigJson.of(operations.get(callers.caller(), name));
    }

    @PATCH
    @Path("{appImageConfigName}")
    @Operation(summary = "Change an app image config; kernels from now on are as it says")
    public AppImageConfigJson updateAppImageConfig(
            @PathParam("appImageConfigName") String name, AppImageConfigJson.Update request) {
        return AppImageConfigJson.of(operations.update(callers.caller(), name, request.toChange()));
    }

    @DELETE
    @Path("{appImageConfigName}")
    @Operation(
            summary = "Delete an app image config",
            description = "Refused while settings of a domain or user profile name it.")
    public void deleteAppImageConfig(@PathParam("appImageConfigName") String name) {
        operations.delete(callers.caller(), name);
    }
}
