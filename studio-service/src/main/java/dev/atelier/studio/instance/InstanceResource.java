package dev.atelier.studio.instance;

import dev.atelier.api.page.Page;
import dev.atelier.platform.security.CallerContext;
import dev.atelier.studio.tenancy.OwnerFilter;
import dev.atelier.studio.wire.ListParams;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Instances over REST. */
@Path("/api/v1/instances")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Instances")
class InstanceResource {
    private final InstanceOperations operations;
    private final CallerContext callers;

    InstanceResource(InstanceOperations operations, CallerContext callers) {
        this.operations = operations;
        this.callers = callers;
    }

    @GET
    @Operation(summary = "List instances; ended ones stay listed for a day")
    public Page<InstanceJson> listInstances(
            @QueryParam("domainId") @Nullable String domainId,
            @QueryParam("userProfileName") @Nullable String userProfileName,
            @QueryParam("spaceName") @Nullable String spaceName,
            @QueryParam("status") @Nullable String status,
            @QueryParam("instanceType") @Nullable String instanceType,
            @BeanParam ListParams list) {
        InstanceFilter filter = new InstanceFilter(
                new OwnerFilter(domainId, userProfileName, spaceName), status, instanceType, list.query());
        return operations.list(callers.caller(), filter, list.page()).map(InstanceJson::of);
    }

    @GET
    @Path("{instanceId}")
    @Operation(summary = "Describe an instance")
    public InstanceJson getInstance(@PathParam("instanceId") String instanceId) {
        return InstanceJson.of(operations.get(callers.caller(), instanceId));
    }

    @DELETE
    @Path("{instanceId}")
    @Operation(summary = "Shut an instance down with every app on it")
    public void deleteInstance(@PathParam("instanceId") String instanceId) {
        operations.delete(callers.caller(), instanceId);
    }
}
