package dev.atelier.studio.lifecycle;

import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.platform.security.CallerContext;
import dev.atelier.studio.store.Sort;
import io.smallrye.common.annotation.RunOnVirtualThread;
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

/** Lifecycle configurations over REST. */
@Path("/api/v1/lifecycle-configs")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Lifecycle configurations")
class LifecycleResource {
    private final LifecycleOperations operations;
    private final CallerContext callers;

    LifecycleResource(LifecycleOperations operations, CallerContext callers) {
        this.operations = operations;
        this.callers = callers;
    }

    @POST
    @ResponseStatus(201)
    @Operation(summary = "Create a lifecycle configuration: a script that runs before an app starts")
    public RestResponse<LifecycleConfigJson> createLifecycleConfig(
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey, CreateLifecycleConfigJson request) {
        LifecycleConfig config = operations.create(callers.caller(), request.toNewLifecycleConfig(), idempotencyKey);
        return RestResponse.ResponseBuilder.<LifecycleConfigJson>created(
                        URI.create("/api/v1/lifecycle-configs/" + config.name()))
                .entity(LifecycleConfigJson.of(config))
                .build();
    }

    @GET
    @Operation(summary = "List lifecycle configurations")
    public Page<LifecycleConfigJson> listLifecycleConfigs(
            @QueryParam("nameContains") @Nullable String nameContains,
            @QueryParam("appType") @Nullable String appType,
            @QueryParam("sortBy") @Nullable String sortBy,
            @QueryParam("sortOrder") @Nullable String sortOrder,
            @QueryParam("pageSize") @Nullable Integer pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        return operations
                .list(
                        LifecycleFilter.of(nameContains, appType, Sort.of(sortBy, sortOrder)),
                        PageRequest.of(pageSize, pageToken))
                .map(LifecycleConfigJson::listed);
    }

    @GET
    @Path("{lifecycleConfigName}")
    @Operation(summary = "Describe a lifecycle configuration")
    public LifecycleConfigJson getLifecycleConfig(@PathParam("lifecycleConfigName") String lifecycleConfigName) {
        return LifecycleConfigJson.of(operations.get(lifecycleConfigName));
    }

    @DELETE
    @Path("{lifecycleConfigName}")
    @Operation(summary = "Delete a lifecycle configuration that no settings attach")
    public void deleteLifecycleConfig(@PathParam("lifecycleConfigName") String lifecycleConfigName) {
        operations.delete(callers.caller(), lifecycleConfigName);
    }
}
