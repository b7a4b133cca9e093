package dev.atelier.billing.report.rest;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.api.error.Problem;
import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.billing.report.MeterStream;
import dev.atelier.billing.report.Meters;
import dev.atelier.billing.report.TokenEnd;
import dev.atelier.platform.security.CallerContext;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
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
    @NonBlocking
    @Operation(
            summary = "Watch what runs",
            description =
                    "Everything at once as an event 'meters', then everything again once a second (a setting) or, with "
                            + "changesOnly, events 'changes' with what is news; when nothing is, one with nothing but totals comes now "
                            + "and then. There is nothing to resume: the first event is complete. When the token ends, an event 'end' "
                            + "says so and the stream ends.")
    @APIResponse(
            responseCode = "200",
            description = "The events.",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(implementation = MeterUpdateJson.class)))
    public Multi<OutboundSseEvent> watchMeters(
            @BeanParam UsageFilterParams filter,
            @Parameter(description = "After the first event tell only what is news.")
                    @QueryParam("changesOnly")
                    @DefaultValue("false")
                    boolean changesOnly,
            @Context HttpHeaders headers,
            @Context Sse sse) {
        return stream.watch(
                        filter.filter(),
                        callers.caller(),
                        changesOnly,
                        TokenEnd.of(headers.getHeaderString(HttpHeaders.AUTHORIZATION)))
                .map(update -> event(
                        sse,
                        update.complete() ? "meters" : "changes",
                        update.as(MeterUpdateJson.class, MeterUpdateJson::of)))
                .onFailure(MeterResource::hasEnded)
                .recoverWithItem(thrown -> event(sse, "end", Problem.of((AtelierException) thrown, null)));
    }

    private static boolean hasEnded(Throwable thrown) {
        return thrown instanceof AtelierException e && e.code() == ErrorCode.UNAUTHENTICATED;
    }

    private static OutboundSseEvent event(Sse sse, String name, Object data) {
        return sse.newEventBuilder()
                .name(name)
                .mediaType(MediaType.APPLICATION_JSON_TYPE)
                .data(data)
                .build();
    }
}
