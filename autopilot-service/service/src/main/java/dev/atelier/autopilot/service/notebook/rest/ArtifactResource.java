package dev.atelier.autopilot.service.notebook.rest;

import dev.atelier.autopilot.service.notebook.Artifact;
import dev.atelier.autopilot.service.notebook.Artifacts;
import dev.atelier.platform.security.CallerContext;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Artefacts of jobs and candidates over REST. */
@Path("/api/v1/automl-jobs/{autoMlJobName: [^/:]+}")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "artifacts")
public class ArtifactResource {
    private final Artifacts artifacts;
    private final CallerContext context;

    ArtifactResource(Artifacts artifacts, CallerContext context) {
        this.artifacts = artifacts;
        this.context = context;
    }

    /** An artefact as REST lists it. */
    @RegisterForReflection
    record ArtifactJson(String name, String mediaType, long sizeBytes) {
        static ArtifactJson of(Artifact artifact) {
            return new ArtifactJson(artifact.name(), artifact.mediaType(), artifact.sizeBytes());
        }
    }

    /** All artefacts of something; there are few. */
    @RegisterForReflection
    record ArtifactsJson(List<ArtifactJson> items) {
        static ArtifactsJson of(List<Artifact> artifacts) {
            return new ArtifactsJson(artifacts.stream().map(ArtifactJson::of).toList());
        }
    }

    /** Those of a job. */
    @GET
    @Path("/artifacts")
    @Operation(
            summary = "List the artefacts of a job: its table, its profile, the data-exploration notebook",
            operationId = "listJobArtifacts")
    public ArtifactsJson ofJob(@PathParam("autoMlJobName") String job) {
        return ArtifactsJson.of(artifacts.list(context.caller(), job, null));
    }

    /** One of a job. */
    @GET
    @Path("/artifacts/{artifactName}")
    @Produces(MediaType.WILDCARD)
    @Operation(summary = "Download an artefact of a job", operationId = "getJobArtifact")
    @APIResponse(
            responseCode = "200",
            description = "The artefact.",
            content = @Content(mediaType = MediaType.APPLICATION_OCTET_STREAM))
    public Response ofJob(@PathParam("autoMlJobName") String job, @PathParam("artifactName") String name)
            throws IOException {
        return download(job, null, name);
    }

    /** Those of a candidate. */
    @GET
    @Path("/candidates/{candidateName}/artifacts")
    @Operation(
            summary = "List the artefacts of a candidate: its model, reports, and the candidate-definition notebook",
            operationId = "listCandidateArtifacts")
    public ArtifactsJson ofCandidate(
            @PathParam("autoMlJobName") String job, @PathParam("candidateName") String candidate) {
        return ArtifactsJson.of(artifacts.list(context.caller(), job, candidate));
    }

    /** One of a candidate. */
    @GET
    @Path("/candidates/{candidateName}/artifacts/{artifactName}")
    @Produces(MediaType.WILDCARD)
    @Operation(
            summary = "Download an artefact of a candidate, for example the page insights.html",
            operationId = "getCandidateArtifactByName")
    @APIResponse(
            responseCode = "200",
            description = "The artefact.",
            content = @Content(mediaType = MediaType.APPLICATION_OCTET_STREAM))
    public Response ofCandidate(
            @PathParam("autoMlJobName") String job,
            @PathParam("candidateName") String candidate,
            @PathParam("artifactName") String name)
            throws IOException {
        return download(job, candidate, name);
    }

    private Response download(String job, @Nullable String candidate, String name) throws IOException {
        Artifact artifact = artifacts.get(context.caller(), job, candidate, name);
        boolean page = artifact.mediaType().equals(MediaType.TEXT_HTML);
        Response.ResponseBuilder answer = Response.ok(artifact.content().open())
                .header(HttpHeaders.CONTENT_TYPE, page ? "text/html;charset=UTF-8" : artifact.mediaType())
                .header(HttpHeaders.CONTENT_LENGTH, artifact.sizeBytes())
                .header("X-Content-Type-Options", "nosniff")
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "%s; filename=\"%s-%s\"".formatted(page ? "inline" : "attachment", job, name));
        if (page) {
            answer.header("Content-Security-Policy", "sandbox; default-src 'none'; style-src 'unsafe-inline'");
        }
        return answer.build();
    }
}
