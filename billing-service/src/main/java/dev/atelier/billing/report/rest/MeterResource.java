package dev.atelier.billing.report.rest;

import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.billing.report.MeterStream;
import dev.atelier.billing.report.Meters;
import dev.atelier.platform.security.CallerContext;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestStreamElementType;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/meters}. */
@Path("/api/v1/meters")
@Tag(name = "Meters")
public class MeterResource {
    private final Meters meters;
    private final MeterStream stream;
    private final CallerContext callers;

    MeterResource(Meters meters, MeterStream stream, CallerContext callers) {
        this.meters = meters;
        this.stream = stream;
        this.callers = callers;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            summary = "List what runs now",
            description = "With its cost so far and per hour, by resource. Members see their own usage only.")
    public Page<MeterJson> listMeters(
            @BeanParam UsageFilterParams filter,
            @QueryParam("pageSize") @Nullable Integer pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        return meters.list(filter.filter(), PageRequest.of(pageSize, pageToken), callers.caller())
                .map(MeterJson::of);
    }

    @GET
    @Path("/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    @NonBlocking
    @Operation(
            summary = "Watch what runs",
            description =
                    "One snapshot of everything at once, then one a second (a setting). There is nothing to resume: "
                            + "each snapshot is complete.")
    public Multi<MeterSnapshotJson> watchMeters(@BeanParam UsageFilterParams filter) {
        return stream.watch(filter.filter(), callers.caller()).map(MeterSnapshotJson::of);
    }
}
