package dev.atelier.autopilot.service.experiment.rest;

import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.autopilot.service.experiment.ExperimentService;
import dev.atelier.platform.security.CallerContext;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
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
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Experiments over REST. */
@Path("/api/v1/experiments")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "experiments")
public class ExperimentResource {
    private final ExperimentService experiments;
    private final CallerContext context;

    ExperimentResource(ExperimentService experiments, CallerContext context) {
        this.experiments = experiments;
        this.context = context;
    }

    /** Makes an experiment. */
    @POST
    @Operation(summary = "Create an experiment", operationId = "createExperiment")
    @APIResponse(
            responseCode = "201",
            description = "The experiment.",
            content = @Content(schema = @Schema(implementation = ExperimentJson.class)))
    public Response create(
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
            @Context UriInfo uri,
            ExperimentJson.New asked) {
        ExperimentJson made =
                ExperimentJson.of(experiments.create(context.caller(), asked.toNewExperiment(), idempotencyKey));
        return Response.created(uri.getBaseUriBuilder()
                        .path("api/v1/experiments")
                        .path(made.experimentName())
                        .build())
                .entity(made)
                .build();
    }

    /** Lists. */
    @GET
    @Operation(summary = "List experiments, the newest first", operationId = "listExperiments")
    public Page<ExperimentJson> list(
            @BeanParam OwnerParams owner,
            @QueryParam("pageSize") @Nullable Integer pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        return experiments
                .list(context.caller(), owner.domainId, owner.userProfileName, PageRequest.of(pageSize, pageToken))
                .map(ExperimentJson::of);
    }

    /** Gives one. */
    @GET
    @Path("/{experimentName}")
    @Operation(summary = "Get an experiment", operationId = "getExperiment")
    public ExperimentJson get(@PathParam("experimentName") String name, @BeanParam OwnerParams owner) {
        return ExperimentJson.of(experiments.get(context.caller(), owner.domainId, owner.userProfileName, name));
    }

    /** Changes one. */
    @PATCH
    @Path("/{experimentName}")
    @Operation(summary = "Change an experiment's display name or description", operationId = "updateExperiment")
    public ExperimentJson update(
            @PathParam("experimentName") String name, @BeanParam OwnerParams owner, ExperimentJson.Change change) {
        return ExperimentJson.of(experiments.update(
                context.caller(),
                owner.domainId,
                owner.userProfileName,
                name,
                new ExperimentService.ExperimentChange(change.displayName(), change.description())));
    }

    /** Deletes one. */
    @DELETE
    @Path("/{experimentName}")
    @Operation(summary = "Delete an experiment that has no trials", operationId = "deleteExperiment")
    public void delete(@PathParam("experimentName") String name, @BeanParam OwnerParams owner) {
        experiments.delete(context.caller(), owner.domainId, owner.userProfileName, name);
    }
}
