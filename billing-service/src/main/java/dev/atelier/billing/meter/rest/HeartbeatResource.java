package dev.atelier.billing.meter.rest;

import static dev.atelier.billing.meter.rest.OwnerJson.text;

import dev.atelier.billing.meter.UsageSources;
import dev.atelier.platform.security.CallerContext;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/usage-sources:heartbeat}. */
@Path("/api/v1/usage-sources:heartbeat")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Usage")
@RunOnVirtualThread
public class HeartbeatResource {
    private final UsageSources sources;
    private final CallerContext callers;

    HeartbeatResource(UsageSources sources, CallerContext callers) {
        this.sources = sources;
        this.callers = callers;
    }

    /** Who lives. */
    @RegisterForReflection
    @Schema(name = "HeartbeatRequest")
    public record HeartbeatRequestJson(
            @Schema(required = true, examples = "studio-service/local") @Nullable
            String source) {}

    /** Until when the next one is expected. */
    @RegisterForReflection
    @Schema(name = "Heartbeat")
    public record HeartbeatJson(
            @Schema(description = "How long the source may be silent before its usage is flagged.")
            Duration silentAfter) {}

    @POST
    @Operation(
            summary = "Record a source's heartbeat",
            description =
                    "The source lives. One that once said so and is silent afterwards has its running usage flagged "
                            + "(silentSince), because whether it still runs is not known.")
    public HeartbeatJson recordHeartbeat(@Nullable HeartbeatRequestJson request) {
        return new HeartbeatJson(sources.heartbeat(request == null ? "" : text(request.source()), callers.caller()));
    }
}
