package dev.atelier.billing.meter.rest;

import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.billing.meter.UsageSource;
import dev.atelier.billing.meter.UsageSources;
import dev.atelier.platform.security.CallerContext;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/usage-sources}. */
@Path("/api/v1/usage-sources")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Usage")
@RunOnVirtualThread
public class UsageSourceResource {
    private final UsageSources sources;
    private final CallerContext callers;

    UsageSourceResource(UsageSources sources, CallerContext callers) {
        this.sources = sources;
        this.callers = callers;
    }

    /** Who sends usage. */
    @RegisterForReflection
    @Schema(name = "UsageSource")
    public record UsageSourceJson(
            String source,

            @Schema(description = "When its last event or heartbeat arrived.")
            Instant lastSeenTime,

            @Schema(description = "Absent when it never sent one.") @Nullable
            Instant lastHeartbeatTime,

            @Schema(description = "It once sent heartbeats, and nothing is heard of it any more.")
            boolean silent,

            @Schema(description = "How much of its usage runs now.")
            long running) {
        static UsageSourceJson of(UsageSource source) {
            return new UsageSourceJson(
                    source.source(), source.lastSeenAt(), source.lastHeartbeatAt(), source.silent(), source.running());
        }
    }

    @GET
    @Operation(
            summary = "List the sources of usage",
            description =
                    "Who sent events or heartbeats, when last, and whether it is silent now. By name. Not for members.")
    public Page<UsageSourceJson> listUsageSources(
            @QueryParam("pageSize") @Nullable Integer pageSize, @QueryParam("pageToken") @Nullable String pageToken) {
        return sources.list(PageRequest.of(pageSize, pageToken), callers.caller())
                .map(UsageSourceJson::of);
    }
}
