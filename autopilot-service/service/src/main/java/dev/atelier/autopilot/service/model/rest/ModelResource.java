package dev.atelier.autopilot.service.model.rest;

import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.autopilot.service.model.ModelService;
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

/** Models over REST. */
@Path("/api/v1/models")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "models")
public class ModelResource {
    private static final String ONE = "/{modelName: [^/:]+}";

    private final ModelService models;
    private final CallerContext context;

    ModelResource(ModelService models, CallerContext context) {
        this.models = models;
        this.context = context;
    }

    /** Names a candidate. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Give a candidate a name of its own, for endpoint configurations", operationId = "createModel")
    @APIResponse(
            responseCode = "201",
            description = "The model.",
            content = @Content(schema = @Schema(implementation = ModelJson.class)))
    public Response create(@Context UriInfo uri, ModelJson.New asked) {
        ModelJson model = ModelJson.of(
                models.create(context.caller(), asked.modelName(), asked.autoMlJobName(), asked.candidateName()));
        return Response.created(uri.getBaseUriBuilder()
                        .path("api/v1/models")
                        .path(model.modelName())
                        .build())
                .entity(model)
                .build();
    }

    /** Lists. */
    @GET
    @Operation(summary = "List models, the newest first", operationId = "listModels")
    public Page<ModelJson> list(
            @QueryParam("domainId") @Nullable String domainId,
            @QueryParam("userProfileName") @Nullable String userProfileName,
            @QueryParam("nameContains") @Nullable String nameContains,
            @QueryParam("pageSize") @Nullable Integer pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        return models.list(
                        context.caller(),
                        domainId,
                        userProfileName,
                        Listing.named(nameContains),
                        PageRequest.of(pageSize, pageToken))
                .map(ModelJson::of);
    }

    /** Gives one. */
    @GET
    @Path(ONE)
    @Operation(summary = "Get a model", operationId = "getModel")
    public ModelJson get(@PathParam("modelName") String name) {
        return ModelJson.of(models.get(context.caller(), name));
    }

    /** Removes one. */
    @DELETE
    @Path(ONE)
    @Operation(
            summary = "Delete a model",
            description = "The candidate stays, and so do endpoints that serve it.",
            operationId = "deleteModel")
    public void delete(@PathParam("modelName") String name) {
        models.delete(context.caller(), name);
    }
}
