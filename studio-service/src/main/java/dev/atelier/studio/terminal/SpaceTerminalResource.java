package dev.atelier.studio.terminal;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.page.Page;
import dev.atelier.platform.security.CallerContext;
import dev.atelier.studio.app.AppKey;
import dev.atelier.studio.app.AppType;
import dev.atelier.studio.tenancy.SpaceRef;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

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
        AppType type = AppType.ofWireName(appType)
                .orElseThrow(() -> AtelierException.invalid("appType", "must be JupyterServer or KernelGateway"));
        AppKey key = new AppKey(new SpaceRef(domainId, spaceName), type, appName);
        return new Page<>(
                operations.list(callers.caller(), key).stream()
                        .map(TerminalJson::of)
                        .toList(),
                null);
    }
}
