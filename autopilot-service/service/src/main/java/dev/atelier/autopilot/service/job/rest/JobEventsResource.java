package dev.atelier.autopilot.service.job.rest;

import dev.atelier.autopilot.service.job.JobWatch;
import dev.atelier.autopilot.service.support.AutopilotConfig;
import dev.atelier.autopilot.service.support.EventStreams;
import dev.atelier.platform.security.CallerContext;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** A job's events as Server-Sent Events. */
@Path("/api/v1/automl-jobs/{autoMlJobName: [^/:]+}/events")
@Tag(name = "automl-jobs")
public class JobEventsResource {
    private final JobWatch watch;
    private final CallerContext context;
    private final Duration keepAlive;

    JobEventsResource(JobWatch watch, CallerContext context, AutopilotConfig config) {
        this.watch = watch;
        this.context = context;
        this.keepAlive = config.eventsKeepAlive();
    }

    /** Streams. */
    @GET
    @Blocking
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            summary = "Follow a job until it ends",
            description = "Events are named status, candidate or progress and numbered from 1.",
            operationId = "watchAutoMlJob")
    @APIResponse(
            responseCode = "200",
            description = "The events.",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(implementation = JobEventJson.class)))
    public Multi<OutboundSseEvent> events(
            @PathParam("autoMlJobName") String name,
            @HeaderParam("Last-Event-ID") @Nullable String lastEventId,
            @Context Sse sse) {
        Multi<OutboundSseEvent> events = watch.events(context.caller(), name, EventStreams.after(lastEventId))
                .map(event -> sse.newEventBuilder()
                        .id(Long.toString(event.id()))
                        .name(event.type().label())
                        .mediaType(MediaType.APPLICATION_JSON_TYPE)
                        .data(JobEventJson.of(event))
                        .build());
        return EventStreams.keptAlive(events, sse, keepAlive);
    }
}
