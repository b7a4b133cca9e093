package dev.atelier.autopilot.service.experiment.rest;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.autopilot.service.experiment.ComponentQuery;
import dev.atelier.autopilot.service.experiment.ComponentSearch;
import dev.atelier.autopilot.service.experiment.MetricObservation;
import dev.atelier.autopilot.service.experiment.TrialComponentService;
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
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Trial components over REST. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "experiments")
public class TrialComponentResource {
    private final TrialComponentService components;
    private final ComponentSearch search;
    private final CallerContext context;

    TrialComponentResource(TrialComponentService components, ComponentSearch search, CallerContext context) {
        this.components = components;
        this.search = search;
        this.context = context;
    }

    /** Makes a component. */
    @POST
    @Path("/trial-components")
    @Operation(summary = "Create a trial component", operationId = "createTrialComponent")
    @APIResponse(
            responseCode = "201",
            description = "The trial component.",
            content = @Content(schema = @Schema(implementation = TrialComponentJson.class)))
    public Response create(
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
            @Context UriInfo uri,
            TrialComponentJson.New asked) {
        TrialComponentJson made =
                TrialComponentJson.of(components.create(context.caller(), asked.toNewComponent(), idempotencyKey));
        return Response.created(uri.getBaseUriBuilder()
                        .path("api/v1/trial-components")
                        .path(made.trialComponentName())
                        .build())
                .entity(made)
                .build();
    }

    /** Lists. */
    @GET
    @Path("/trial-components")
    @Operation(summary = "List trial components, the newest first", operationId = "listTrialComponents")
    public Page<TrialComponentJson> list(
            @BeanParam OwnerParams owner,
            @QueryParam("pageSize") @Nullable Integer pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        return search.search(
                        context.caller(),
                        new ComponentQuery(owner.domainId, owner.userProfileName, List.of(), null, false),
                        PageRequest.of(pageSize, pageToken))
                .map(TrialComponentJson::of);
    }

    /** Searches. */
    @POST
    @Path("/trial-components:search")
    @Operation(
            summary = "Search trial components by name, status, time, parameters and metrics",
            operationId = "searchTrialComponents")
    public Page<TrialComponentJson> search(TrialComponentJson.Search given) {
        boolean ascending = switch (given.sortOrder()) {
            case null -> false;
            case "Ascending" -> true;
            case "Descending" -> false;
            default -> throw AtelierException.invalid("sortOrder", "must be Ascending or Descending");
        };
        return search.search(
                        context.caller(),
                        new ComponentQuery(
                                given.domainId(),
                                given.userProfileName(),
                                given.filters() == null ? List.of() : given.filters(),
                                given.sortBy(),
                                ascending),
                        PageRequest.of(given.pageSize(), given.pageToken()))
                .map(TrialComponentJson::of);
    }

    /** Compares. */
    @POST
    @Path("/trial-components:compare")
    @Operation(summary = "Put trial components side by side", operationId = "compareTrialComponents")
    public ComponentSearch.Comparison compare(TrialComponentJson.Compare given) {
        return search.compare(context.caller(), given.domainId(), given.userProfileName(), given.trialComponentNames());
    }

    /** Gives one. */
    @GET
    @Path("/trial-components/{trialComponentName}")
    @Operation(summary = "Get a trial component with its metric summaries", operationId = "getTrialComponent")
    public TrialComponentJson get(@PathParam("trialComponentName") String name, @BeanParam OwnerParams owner) {
        return TrialComponentJson.of(components.get(context.caller(), owner.domainId, owner.userProfileName, name));
    }

    /** Changes one. */
    @PATCH
    @Path("/trial-components/{trialComponentName}")
    @Operation(
            summary = "Change a trial component",
            description = "Entries of maps are merged by name; the …ToRemove lists take entries out first.",
            operationId = "updateTrialComponent")
    public TrialComponentJson update(
            @PathParam("trialComponentName") String name,
            @BeanParam OwnerParams owner,
            TrialComponentJson.Change change) {
        return TrialComponentJson.of(
                components.update(context.caller(), owner.domainId, owner.userProfileName, name, change.toContent()));
    }

    /** Deletes one. */
    @DELETE
    @Path("/trial-components/{trialComponentName}")
    @Operation(
            summary = "Delete a trial component that is part of no trial, and its metrics",
            operationId = "deleteTrialComponent")
    public void delete(@PathParam("trialComponentName") String name, @BeanParam OwnerParams owner) {
        components.delete(context.caller(), owner.domainId, owner.userProfileName, name);
    }

    /** Appends observations. */
    @POST
    @Path("/trial-components/{trialComponentName}/metrics")
    @Operation(summary = "Append observations of metrics, all or none", operationId = "batchPutMetrics")
    public void putMetrics(
            @PathParam("trialComponentName") String name,
            @BeanParam OwnerParams owner,
            TrialComponentJson.Metrics metrics) {
        components.putMetrics(context.caller(), owner.domainId, owner.userProfileName, name, metrics.metricData());
    }

    /** Gives observations. */
    @GET
    @Path("/trial-components/{trialComponentName}/metrics")
    @Operation(summary = "List observations in the order of their arrival", operationId = "listMetrics")
    public Page<MetricObservation> metrics(
            @PathParam("trialComponentName") String name,
            @BeanParam OwnerParams owner,
            @QueryParam("metricName") @Nullable String metricName,
            @QueryParam("pageSize") @Nullable Integer pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        return components.metrics(
                context.caller(),
                owner.domainId,
                owner.userProfileName,
                name,
                metricName,
                PageRequest.of(pageSize, pageToken));
    }
}
