package dev.atelier.studio.kernel;

import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.platform.security.CallerContext;
import dev.atelier.studio.tenancy.Owner;
import dev.atelier.studio.tenancy.OwnerFilter;
import dev.atelier.studio.wire.Wire;
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
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Sessions over REST. */
@Path("/api/v1/sessions")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Sessions")
class SessionResource {
    private final SessionOperations operations;
    private final CallerContext callers;

    SessionResource(SessionOperations operations, CallerContext callers) {
        this.operations = operations;
        this.callers = callers;
    }

    @POST
    @ResponseStatus(201)
    @Operation(summary = "Bind a document to a kernel, which starts unless one is named; one session per path")
    public RestResponse<SessionJson> createSession(
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey, CreateSessionJson request) {
        NewKernel kernel = new NewKernel(
                Owner.named(Wire.text(request.domainId()), request.userProfileName(), request.spaceName()),
                Wire.text(request.kernelName()),
                Wire.text(request.image()),
                Wire.text(request.instanceType()),
                Wire.text(request.path()));
        NewSession session = new NewSession(
                kernel, Wire.text(request.kernelId()), Wire.text(request.name()), Wire.text(request.type()));
        SessionJson created = SessionJson.of(operations.create(callers.caller(), session, idempotencyKey));
        return RestResponse.ResponseBuilder.<SessionJson>created(URI.create("/api/v1/sessions/" + created.sessionId()))
                .entity(created)
                .build();
    }

    @GET
    @Operation(summary = "List sessions")
    public Page<SessionJson> listSessions(
            @QueryParam("domainId") @Nullable String domainId,
            @QueryParam("userProfileName") @Nullable String userProfileName,
            @QueryParam("spaceName") @Nullable String spaceName,
            @QueryParam("pageSize") @Nullable Integer pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        return operations
                .list(
                        callers.caller(),
                        new OwnerFilter(domainId, userProfileName, spaceName),
                        PageRequest.of(pageSize, pageToken))
                .map(SessionJson::of);
    }

    @GET
    @Path("{sessionId: [^/:]+}")
    @Operation(summary = "Describe a session")
    public SessionJson getSession(@PathParam("sessionId") String sessionId) {
        return SessionJson.of(operations.get(callers.caller(), sessionId));
    }

    @POST
    @Path("{sessionId: [^/:]+}:switch")
    @Operation(summary = "Move a document to another kernel, image or instance type; says what is lost")
    public SessionJson.SwitchedJson switchSession(@PathParam("sessionId") String sessionId, SwitchSessionJson request) {
        return SessionJson.SwitchedJson.of(operations.switchTo(
                callers.caller(),
                sessionId,
                Wire.text(request.kernelName()),
                Wire.text(request.image()),
                Wire.text(request.instanceType())));
    }

    @DELETE
    @Path("{sessionId: [^/:]+}")
    @Operation(summary = "Shut a session down with its kernel")
    public void deleteSession(@PathParam("sessionId") String sessionId) {
        operations.delete(callers.caller(), sessionId);
    }
}
