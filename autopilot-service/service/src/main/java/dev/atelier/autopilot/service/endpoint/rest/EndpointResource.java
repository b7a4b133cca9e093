package dev.atelier.autopilot.service.endpoint.rest;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.autopilot.service.endpoint.DataCapture;
import dev.atelier.autopilot.service.endpoint.Endpoint;
import dev.atelier.autopilot.service.endpoint.EndpointInvoker;
import dev.atelier.autopilot.service.endpoint.EndpointService;
import dev.atelier.autopilot.service.endpoint.EndpointViews;
import dev.atelier.platform.security.CallerContext;
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
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Endpoints over REST. */
@Path("/api/v1/endpoints")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "endpoints")
public class EndpointResource {
    private static final String CSV = "text/csv";

    private final EndpointService endpoints;
    private final EndpointViews views;
    private final EndpointInvoker invoker;
    private final DataCapture capture;
    private final CallerContext context;

    EndpointResource(
            EndpointService endpoints,
            EndpointViews views,
            EndpointInvoker invoker,
            DataCapture capture,
            CallerContext context) {
        this.endpoints = endpoints;
        this.views = views;
        this.invoker = invoker;
        this.capture = capture;
        this.context = context;
    }

    /** Makes an endpoint. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Deploy a candidate", operationId = "createEndpoint")
    @APIResponse(
            responseCode = "201",
            description = "The endpoint is stored; it is billed from when it is InService.",
            content = @Content(schema = @Schema(implementation = EndpointJson.class)))
    public Response create(
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
            @Context UriInfo uri,
            NewEndpointJson asked) {
        EndpointJson endpoint =
                EndpointJson.of(views.of(endpoints.create(context.caller(), asked.toNewEndpoint(), idempotencyKey)));
        return Response.created(uri.getBaseUriBuilder()
                        .path("api/v1/endpoints")
                        .path(endpoint.endpointName())
                        .build())
                .entity(endpoint)
                .build();
    }

    /** Lists. */
    @GET
    @Operation(summary = "List endpoints, the newest first", operationId = "listEndpoints")
    public Page<EndpointJson> list(
            @QueryParam("domainId") @Nullable String domainId,
            @QueryParam("userProfileName") @Nullable String userProfileName,
            @QueryParam("pageSize") @Nullable Integer pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        return views.of(endpoints.list(
                        context.caller(), domainId, userProfileName, PageRequest.of(pageSize, pageToken)))
                .map(EndpointJson::of);
    }

    /** Gives one. */
    @GET
    @Path("/{endpointName}")
    @Operation(summary = "Get an endpoint", operationId = "getEndpoint")
    public EndpointJson get(@PathParam("endpointName") String name) {
        return EndpointJson.of(views.of(endpoints.get(context.caller(), name)));
    }

    /** Moves one to another configuration. */
    @PATCH
    @Path("/{endpointName}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Update an endpoint without losing a request",
            description = """
                    The old configuration answers until the workers of the new one do. With a canary the new one takes a share of
                    the requests first; when too many of them fail the update is rolled back.""",
            operationId = "updateEndpoint")
    public EndpointJson update(@PathParam("endpointName") String name, EndpointChangeJson change) {
        return EndpointJson.of(views.of(endpoints.update(context.caller(), name, change.toChange())));
    }

    /** Changes the weight or the workers of a variant. */
    @PATCH
    @Path("/{endpointName}/variants/{variantName}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Change the weight or the instance count of a variant", operationId = "updateVariant")
    public EndpointJson scale(
            @PathParam("endpointName") String name,
            @PathParam("variantName") String variantName,
            VariantJson.Change change) {
        return EndpointJson.of(
                views.of(endpoints.scale(context.caller(), name, Map.of(variantName, change.toChange()))));
    }

    /** Lists what was captured. */
    @GET
    @Path("/{endpointName}/captures")
    @Operation(summary = "List the files of captured requests, the oldest first", operationId = "listCaptures")
    public List<DataCapture.CaptureFile> captures(@PathParam("endpointName") String name) {
        return capture.files(endpoints.get(context.caller(), name));
    }

    /** Gives what was captured. */
    @GET
    @Path("/{endpointName}/captures/{path: .+}")
    @Produces("application/jsonl")
    @Operation(summary = "Download a file of captured requests", operationId = "getCapture")
    @APIResponse(responseCode = "200", description = "JSON lines as SageMaker's data capture writes them.")
    public File captured(@PathParam("endpointName") String name, @PathParam("path") String path) {
        Endpoint endpoint = endpoints.get(context.caller(), name);
        return capture.files(endpoint).stream()
                .filter(file -> file.path().equals(path))
                .findFirst()
                .map(file -> capture.file(endpoint, file).toFile())
                .orElseThrow(() -> AtelierException.notFound("capture", path));
    }

    /** Ends one. */
    @DELETE
    @Path("/{endpointName}")
    @Operation(summary = "Delete an endpoint and end its cost", operationId = "deleteEndpoint")
    public void delete(@PathParam("endpointName") String name) {
        endpoints.delete(context.caller(), name);
    }

    /** Asks one. */
    @POST
    @Path("/{endpointName}/invocations")
    @Consumes({CSV, MediaType.APPLICATION_JSON})
    @Produces({CSV, MediaType.APPLICATION_JSON})
    @Operation(summary = "Score rows", description = """
                    CSV with or without a header, or {"instances": [...]}; at most 6 MiB. Answers in the type of the request unless
                    Accept says otherwise.""", operationId = "invokeEndpoint")
    @APIResponse(
            responseCode = "200",
            description = "Predictions in the order of the rows.",
            content = {@Content(mediaType = CSV), @Content(mediaType = MediaType.APPLICATION_JSON)})
    public Response invoke(
            @PathParam("endpointName") String name,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
            @HeaderParam(HttpHeaders.ACCEPT) @Nullable String accept,
            @HeaderParam("X-Amzn-SageMaker-Target-Variant") @Nullable String targetVariant,
            InputStream body)
            throws IOException {
        byte[] rows = body.readNBytes(EndpointInvoker.MAX_BODY + 1);
        EndpointInvoker.Answer answer = invoker.invoke(
                context.caller(),
                name,
                new EndpointInvoker.Invocation(
                        contentType, accept == null || accept.contains("*/*") ? null : accept, targetVariant, rows));
        return Response.ok(answer.body(), answer.contentType())
                .header("X-Amzn-Invoked-Production-Variant", answer.invokedVariant())
                .build();
    }
}
