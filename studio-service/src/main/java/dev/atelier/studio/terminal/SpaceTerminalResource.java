package dev.atelier.studio.terminal;

import dev.atelier.api.page.Page;
import dev.atelier.platform.security.CallerContext;
import dev.atelier.studio.app.AppKey;
import dev.atelier.studio.tenancy.SpaceRef;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** Terminals over REST. */
@Path("/api/v1/domains/{domainId}/spaces/{spaceName}/apps/{appType}/{appName}/terminals")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Terminals")
class SpaceTerminalResource {
    private final TerminalOperations operations;
    private final CallerContext callers;

    SpaceTerminalResource(TerminalOperations operations, CallerContext callers) {
        this.operations = operations;
        this.callers = callers;
    }

    @GET
    @Operation(
            summary =
                    "List the open terminals of an app of a space, the oldest first, with connections, last activity and memory")
    public Page<TerminalJson> listSpaceTerminals(
            @PathParam("domainId") String domainId,
            @PathParam("spaceName") String spaceName,
            @PathParam("appType") String appType,
            @PathParam("appName") String appName) {
        return new Page<>(
                operations.list(callers.caller(), key(domainId, spaceName, appType, appName)).stream()
                        .map(TerminalJson::of)
                        .toList(),
                null);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(201)
    @Operation(summary = "Open a terminal in an app of a space that is in service: in its image, on its instance")
    public TerminalJson createSpaceTerminal(
            @PathParam("domainId") String domainId,
            @PathParam("spaceName") String spaceName,
            @PathParam("appType") String appType,
            @PathParam("appName") String appName,
            TerminalJson.@Nullable Create request) {
        return TerminalJson.of(operations.create(
                callers.caller(), key(domainId, spaceName, appType, appName), TerminalJson.wanted(request)));
    }

    @DELETE
    @Path("{terminalName}")
    @Operation(summary = "End a terminal of an app of a space with what runs in it")
    public void deleteSpaceTerminal(
            @PathParam("domainId") String domainId,
            @PathParam("spaceName") String spaceName,
            @PathParam("appType") String appType,
            @PathParam("appName") String appName,
            @PathParam("terminalName") String terminalName) {
        operations.delete(callers.caller(), key(domainId, spaceName, appType, appName), terminalName);
    }

    private static AppKey key(String domainId, String spaceName, String appType, String appName) {
        return AppKey.of(new SpaceRef(domainId, spaceName), appType, appName);
    }
}
