package dev.atelier.autopilot.service.transform.rest;

import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.autopilot.service.transform.TransformCreation;
import dev.atelier.autopilot.service.transform.TransformService;
import dev.atelier.platform.security.CallerContext;
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
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Batch transforms over REST. */
@Path("/api/v1/transform-jobs")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "transform-jobs")
public class TransformResource {
    private static final String ONE = "/{transformJobName: [^/:]+}";

    private final TransformService transforms;
    private final TransformCreation creation;
    private final CallerContext context;

    TransformResource(TransformService transforms, TransformCreation creation, CallerContext context) {
        this.transforms = transforms;
        this.creation = creation;
        this.context = context;
    }

    /** Makes one. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Let a candidate score a whole table", operationId = "createTransformJob")
    @APIResponse(
            responseCode = "201",
            description = "The transform, which begins when there is a worker.",
            content = @Content(schema = @Schema(implementation = TransformJson.class)))
    public Response create(
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
            @Context UriInfo uri,
            TransformJson.New asked) {
        TransformJson transform =
                TransformJson.of(creation.create(context.caller(), asked.toNewTransform(), idempotencyKey));
        return Response.created(uri.getBaseUriBuilder()
                        .path("api/v1/transform-jobs")
                        .path(transform.transformJobName())
                        .build())
                .entity(transform)
                .build();
    }

    /** Lists. */
    @GET
    @Operation(summary = "List batch transforms, the newest first", operationId = "listTransformJobs")
    public Page<TransformJson> list(
            @QueryParam("domainId") @Nullable String domainId,
            @QueryParam("userProfileName") @Nullable String userProfileName,
            @QueryParam("pageSize") @Nullable Integer pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        return transforms
                .list(context.caller(), domainId, userProfileName, PageRequest.of(pageSize, pageToken))
                .map(TransformJson::of);
    }

    /** Gives one. */
    @GET
    @Path(ONE)
    @Operation(summary = "Get a batch transform", operationId = "getTransformJob")
    public TransformJson get(@PathParam("transformJobName") String name) {
        return TransformJson.of(transforms.get(context.caller(), name));
    }

    /** Ends one. */
    @POST
    @Path(ONE + ":stop")
    @Operation(summary = "Stop a batch transform", operationId = "stopTransformJob")
    public TransformJson stop(@PathParam("transformJobName") String name) {
        return TransformJson.of(transforms.stop(context.caller(), name));
    }

    /** The predictions. */
    @GET
    @Path(ONE + "/output")
    @Produces("text/csv")
    @Operation(
            summary = "Download the predictions: one row for each row of the table, with a header",
            operationId = "getTransformOutput")
    @APIResponse(responseCode = "200", description = "The predictions.", content = @Content(mediaType = "text/csv"))
    public Response output(@PathParam("transformJobName") String name) {
        return Response.ok(transforms.output(context.caller(), name).toFile(), "text/csv")
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"%s.csv\"".formatted(name))
                .build();
    }

    /** Removes one. */
    @DELETE
    @Path(ONE)
    @Operation(summary = "Delete a batch transform that has ended, with its output", operationId = "deleteTransformJob")
    public void delete(@PathParam("transformJobName") String name) {
        transforms.delete(context.caller(), name);
    }
}
