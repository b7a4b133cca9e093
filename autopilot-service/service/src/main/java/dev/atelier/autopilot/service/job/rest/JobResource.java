package dev.atelier.autopilot.service.job.rest;

import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.autopilot.service.job.CandidateViews;
import dev.atelier.autopilot.service.job.JobCreation;
import dev.atelier.autopilot.service.job.JobDeletion;
import dev.atelier.autopilot.service.job.JobService;
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
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Jobs and their candidates over REST. */
@Path("/api/v1/automl-jobs")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "automl-jobs")
public class JobResource {
    private static final String ONE = "/{autoMlJobName: [^/:]+}";

    private final JobService jobs;
    private final JobCreation creation;
    private final JobDeletion deletion;
    private final CandidateViews candidates;
    private final CallerContext context;

    JobResource(
            JobService jobs,
            JobCreation creation,
            JobDeletion deletion,
            CandidateViews candidates,
            CallerContext context) {
        this.jobs = jobs;
        this.creation = creation;
        this.deletion = deletion;
        this.candidates = candidates;
        this.context = context;
    }

    /** Makes a job. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Create a job",
            description = "The data set and the target are checked before anything is billed.",
            operationId = "createAutoMlJob")
    @APIResponse(
            responseCode = "201",
            description = "The job is stored and begins to work when the engine has a slot.",
            content = @Content(schema = @Schema(implementation = JobJson.class)))
    public Response create(
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey, @Context UriInfo uri, NewJobJson asked) {
        JobJson job = JobJson.of(creation.create(context.caller(), asked.toNewJob(), idempotencyKey));
        return Response.created(uri.getBaseUriBuilder()
                        .path("api/v1/automl-jobs")
                        .path(job.autoMlJobName())
                        .build())
                .entity(job)
                .build();
    }

    /** Lists. */
    @GET
    @Operation(summary = "List jobs, the newest first", operationId = "listAutoMlJobs")
    public Page<JobJson> list(
            @QueryParam("domainId") @Nullable String domainId,
            @QueryParam("userProfileName") @Nullable String userProfileName,
            @QueryParam("pageSize") @Nullable Integer pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        return jobs.list(context.caller(), domainId, userProfileName, PageRequest.of(pageSize, pageToken))
                .map(JobJson::of);
    }

    /** Gives one. */
    @GET
    @Path(ONE)
    @Operation(summary = "Get a job with its best candidate so far", operationId = "getAutoMlJob")
    public JobJson get(@PathParam("autoMlJobName") String name) {
        return JobJson.of(jobs.get(context.caller(), name));
    }

    /** Ends one. */
    @POST
    @Path(ONE + ":stop")
    @Operation(summary = "Stop a job and keep the best candidate so far", operationId = "stopAutoMlJob")
    public JobJson stop(@PathParam("autoMlJobName") String name) {
        return JobJson.of(jobs.stop(context.caller(), name));
    }

    /** Removes one. */
    @DELETE
    @Path(ONE)
    @Operation(
            summary = "Delete a job that has ended, with its candidates and models",
            description = "Endpoints that serve its candidates go on, and its experiment stays.",
            operationId = "deleteAutoMlJob")
    public void delete(@PathParam("autoMlJobName") String name) {
        deletion.delete(context.caller(), name);
    }

    /** The leaderboard. */
    @GET
    @Path(ONE + "/candidates")
    @Operation(summary = "List candidates, the best first", operationId = "listCandidates")
    public Page<CandidateJson> candidates(
            @PathParam("autoMlJobName") String name,
            @QueryParam("pageSize") @Nullable Integer pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        return candidates
                .page(context.caller(), name, PageRequest.of(pageSize, pageToken))
                .map(candidate -> CandidateJson.of(name, candidate));
    }

    /** One candidate. */
    @GET
    @Path(ONE + "/candidates/{candidateName}")
    @Operation(summary = "Get a candidate", operationId = "getCandidate")
    public CandidateJson candidate(
            @PathParam("autoMlJobName") String name, @PathParam("candidateName") String candidateName) {
        return CandidateJson.of(name, candidates.get(context.caller(), name, candidateName));
    }

    /** How a candidate is trained again. */
    @GET
    @Path(ONE + "/candidates/{candidateName}/trials")
    @Operation(
            summary = "Get what trains a candidate again: the trials of a new job",
            description = "For the ensemble, every trial that it was chosen from.",
            operationId = "getCandidateTrials")
    public List<NewJobJson.TrialJson> trials(
            @PathParam("autoMlJobName") String name, @PathParam("candidateName") String candidateName) {
        return jobs.definition(jobs.candidate(context.caller(), name, candidateName)).stream()
                .map(trial ->
                        new NewJobJson.TrialJson(trial.trial(), trial.name(), trial.algorithm(), trial.parameters()))
                .toList();
    }

    /** The model of a candidate. */
    @GET
    @Path(ONE + "/candidates/{candidateName}/artifact")
    @Produces("application/zip")
    @Operation(summary = "Download a candidate's model", operationId = "getCandidateArtifact")
    @APIResponse(responseCode = "200", description = "The model.", content = @Content(mediaType = "application/zip"))
    public Response artifact(
            @PathParam("autoMlJobName") String name, @PathParam("candidateName") String candidateName) {
        java.nio.file.Path model = jobs.artifact(context.caller(), name, candidateName);
        return Response.ok(model.toFile(), "application/zip")
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"%s-%s.zip\"".formatted(name, candidateName))
                .build();
    }
}
