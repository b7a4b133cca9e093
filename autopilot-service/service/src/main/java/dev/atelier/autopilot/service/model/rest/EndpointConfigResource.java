package dev.atelier.autopilot.service.model.rest;

import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.autopilot.service.model.EndpointConfigService;
import dev.atelier.autopilot.service.usage.Listing;
import dev.atelier.platform.security.CallerContext;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Configurations of endpoints over REST. */
@Path("/api/v1/endpoint-configs")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "endpoint-configs")
public class EndpointConfigResource {
    private static final String ONE = "/{endpointConfigName: [^/:]+}";

    private final EndpointConfigService configs;
    private final CallerContext context;

    EndpointConfigResource(EndpointConfigService configs, CallerContext context) {
        this.configs = configs;
        this.context = context;
    }

    /** Makes one. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Create a configuration that endpoints are made from", operationId = "createEndpointConfig")
    @APIResponse(
            responseCode = "201",
            description = "The configuration.",
            content = @Content(schema = @Schema(implementation = EndpointConfigJson.class)))
    public Response create(@Context UriInfo uri, EndpointConfigJson.New asked) {
        EndpointConfigJson config = EndpointConfigJson.of(
                configs.create(context.caller(), asked.endpointConfigName(), asked.variants(), asked.capturePercent()));
        return Response.created(uri.getBaseUriBuilder()
                        .path("api/v1/endpoint-configs")
                        .path(config.endpointConfigName())
                        .build())
                .entity(config)
                .build();
    }

    /** Lists. */
    @GET
    @Operation(summary = "List configurations of endpoints, the newest first", operationId = "listEndpointConfigs")
    public Page<EndpointConfigJson> list(
            @QueryParam("domainId") @Nullable String domainId,
            @QueryParam("userProfileName") @Nullable String userProfileName,
            @QueryParam("nameContains") @Nullable String nameContains,
            @QueryParam("pageSize") @Nullable Integer pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        return configs.list(
                        context.caller(),
                        domainId,
                        userProfileName,
                        Listing.named(nameContains),
                        PageRequest.of(pageSize, pageToken))
                .map(EndpointConfigJson::of);
    }

    /** Gives one. */
    @GET
    @Path(ONE)
    @Operation(summary = "Get a configuration of endpoints", operationId = "getEndpointConfig")
    public EndpointConfigJson get(@PathParam("endpointConfigName") String name) {
        return EndpointConfigJson.of(configs.get(context.caller(), name));
    }

    /** Makes or moves an endpoint. */
    @POST
    @Path(ONE + ":deploy")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Make an endpoint from a configuration, or move one to it without losing a request",
            operationId = "deployEndpointConfig")
    public EndpointConfigJson.DeployedJson deploy(
            @PathParam("endpointConfigName") String name, EndpointConfigJson.Deployment asked) {
        return EndpointConfigJson.DeployedJson.of(configs.deploy(context.caller(), name, asked.endpointName()));
    }

    /** Removes one. */
    @DELETE
    @Path(ONE)
    @Operation(
            summary = "Delete a configuration",
            description = "Endpoints that were made from it go on.",
            operationId = "deleteEndpointConfig")
    public void delete(@PathParam("endpointConfigName") String name) {
        configs.delete(context.caller(), name);
    }
}
