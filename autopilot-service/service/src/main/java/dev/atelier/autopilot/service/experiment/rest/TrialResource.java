package dev.atelier.autopilot.service.experiment.rest;

import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.autopilot.service.experiment.TrialService;
import dev.atelier.platform.security.CallerContext;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
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

/** Trials over REST. */
@Path("/api/v1/trials")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "experiments")
public class TrialResource {
    private final TrialService trials;
    private final CallerContext context;

    TrialResource(TrialService trials, CallerContext context) {
        this.trials = trials;
        this.context = context;
    }

    /** Makes a trial. */
    @POST
    @Operation(summary = "Create a trial in an experiment", operationId = "createTrial")
    @APIResponse(
            responseCode = "201",
            description = "The trial.",
            content = @Content(schema = @Schema(implementation = TrialJson.class)))
    public Response create(
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
            @Context UriInfo uri,
            TrialJson.New asked) {
        TrialJson made = TrialJson.of(trials.create(context.caller(), asked.toNewTrial(), idempotencyKey));
        return Response.created(uri.getBaseUriBuilder()
                        .path("api/v1/trials")
                        .path(made.trialName())
                        .build())
                .entity(made)
                .build();
    }

    /** Lists. */
    @GET
    @Operation(summary = "List trials, the newest first", operationId = "listTrials")
    public Page<TrialJson> list(
            @BeanParam OwnerParams owner,
            @QueryParam("experimentName") @Nullable String experimentName,
            @QueryParam("trialComponentName") @Nullable String trialComponentName,
            @QueryParam("pageSize") @Nullable Integer pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        return trials.list(
                        context.caller(),
                        new TrialService.TrialFilter(
                                owner.domainId, owner.userProfileName, experimentName, trialComponentName),
                        PageRequest.of(pageSize, pageToken))
                .map(TrialJson::of);
    }

    /** Gives one. */
    @GET
    @Path("/{trialName}")
    @Operation(summary = "Get a trial", operationId = "getTrial")
    public TrialJson get(@PathParam("trialName") String name, @BeanParam OwnerParams owner) {
        return TrialJson.of(trials.get(context.caller(), owner.domainId, owner.userProfileName, name));
    }

    /** Changes one. */
    @PATCH
    @Path("/{trialName}")
    @Operation(summary = "Change a trial's display name", operationId = "updateTrial")
    public TrialJson update(
            @PathParam("trialName") String name, @BeanParam OwnerParams owner, TrialJson.Change change) {
        return TrialJson.of(
                trials.update(context.caller(), owner.domainId, owner.userProfileName, name, change.displayName()));
    }

    /** Deletes one. */
    @DELETE
    @Path("/{trialName}")
    @Operation(summary = "Delete a trial that has no components", operationId = "deleteTrial")
    public void delete(@PathParam("trialName") String name, @BeanParam OwnerParams owner) {
        trials.delete(context.caller(), owner.domainId, owner.userProfileName, name);
    }

    /** Makes a component part of it. */
    @PUT
    @Path("/{trialName}/trial-components/{trialComponentName}")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Associate a trial component with a trial", operationId = "associateTrialComponent")
    public void associate(
            @PathParam("trialName") String trialName,
            @PathParam("trialComponentName") String componentName,
            @BeanParam OwnerParams owner) {
        trials.associate(context.caller(), owner.domainId, owner.userProfileName, trialName, componentName);
    }

    /** Takes a component out of it. */
    @DELETE
    @Path("/{trialName}/trial-components/{trialComponentName}")
    @Operation(summary = "Disassociate a trial component from a trial", operationId = "disassociateTrialComponent")
    public void disassociate(
            @PathParam("trialName") String trialName,
            @PathParam("trialComponentName") String componentName,
            @BeanParam OwnerParams owner) {
        trials.disassociate(context.caller(), owner.domainId, owner.userProfileName, trialName, componentName);
    }
}
