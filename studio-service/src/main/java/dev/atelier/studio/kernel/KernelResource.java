package dev.atelier.studio.kernel;

import dev.atelier.api.page.Page;
import dev.atelier.platform.error.Errors;
import dev.atelier.platform.security.CallerContext;
import dev.atelier.studio.tenancy.Owner;
import dev.atelier.studio.tenancy.OwnerFilter;
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
import java.util.concurrent.ExecutionException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Kernels over REST. */
@Path("/api/v1/kernels")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Kernels")
class KernelResource {
    private final KernelOperations operations;
    private final CodeRunner runner;
    private final CallerContext callers;

    KernelResource(KernelOperations operations, CodeRunner runner, CallerContext callers) {
        this.runner = runner;
        this.operations = operations;
        this.callers = callers;
    }

    @POST
    @ResponseStatus(201)
    @Operation(summary = "Start a kernel, and the app and instance that it needs")
    public RestResponse<KernelJson> createKernel(
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey, CreateKernelJson request) {
        NewKernel kernel = new NewKernel(
                Owner.named(Wire.text(request.domainId()), request.userProfileName(), request.spaceName()),
                Wire.text(request.kernelName()),
                Wire.text(request.image()),
                Wire.text(request.instanceType()),
                Wire.text(request.path()),
                Wire.tags(request.env()));
        KernelJson created = KernelJson.of(operations.create(callers.caller(), kernel, idempotencyKey));
        return RestResponse.ResponseBuilder.<KernelJson>created(URI.create("/api/v1/kernels/" + created.kernelId()))
                .entity(created)
                .build();
    }

    @GET
    @Operation(summary = "List kernels; dead ones stay listed for a day, with the reason of their death")
    public Page<KernelJson> listKernels(
            @QueryParam("domainId") @Nullable String domainId,
            @QueryParam("userProfileName") @Nullable String userProfileName,
            @QueryParam("spaceName") @Nullable String spaceName,
            @QueryParam("executionState") @Nullable String executionState,
            @QueryParam("kernelName") @Nullable String kernelName,
            @QueryParam("image") @Nullable String image,
            @QueryParam("instanceType") @Nullable String instanceType,
            @QueryParam("appName") @Nullable String appName,
            @BeanParam ListParams list) {
        KernelFilter filter = new KernelFilter(
                new OwnerFilter(domainId, userProfileName, spaceName),
                executionState,
                kernelName,
                image,
                instanceType,
                appName,
                list.query());
        return operations.list(callers.caller(), filter, list.page()).map(KernelJson::of);
    }

    @GET
    @Path("{kernelId: [^/:]+}")
    @Operation(summary = "Describe a kernel")
    public KernelJson getKernel(@PathParam("kernelId") String kernelId) {
        return KernelJson.of(operations.get(callers.caller(), kernelId));
    }

    @DELETE
    @Path("{kernelId: [^/:]+}")
    @Operation(summary = "Shut a kernel down; its app goes on, and so does the charge")
    public void deleteKernel(@PathParam("kernelId") String kernelId) {
        operations.delete(callers.caller(), kernelId);
    }

    @POST
    @Path("{kernelId: [^/:]+}:interrupt")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Stop what a kernel is executing")
    public void interruptKernel(@PathParam("kernelId") String kernelId) {
        operations.interrupt(callers.caller(), kernelId);
    }

    @POST
    @Path("{kernelId: [^/:]+}:execute")
    @Operation(summary = "Run code in a kernel, behind what it is executing already, and get what a cell would show")
    public ExecutionJson executeCode(@PathParam("kernelId") String kernelId, ExecuteCodeJson request)
            throws InterruptedException {
        try {
            return ExecutionJson.of(runner.run(callers.caller(), kernelId, Wire.text(request.code()), request.timeout())
                    .get());
        } catch (ExecutionException e) {
            throw Errors.resolve(e);
        }
    }

    @POST
    @Path("{kernelId: [^/:]+}:restart")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Start a kernel's process anew; its memory is lost")
    public KernelJson restartKernel(@PathParam("kernelId") String kernelId) {
        return KernelJson.of(operations.restart(callers.caller(), kernelId));
    }
}
