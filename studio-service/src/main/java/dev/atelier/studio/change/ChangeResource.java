package dev.atelier.studio.change;

import dev.atelier.api.error.AtelierException;
import dev.atelier.platform.security.CallerContext;
import dev.atelier.studio.tenancy.OwnerFilter;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Changes as Server-Sent Events. */
@Path("/api/v1/events")
@Tag(name = "Events")
class ChangeResource {
    private final ChangeWatch watch;
    private final CallerContext callers;

    ChangeResource(ChangeWatch watch, CallerContext callers) {
        this.watch = watch;
        this.callers = callers;
    }

    @GET
    @Blocking
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            summary = "Follow the changes of resources",
            description =
                    "Events are named 'change' and numbered by changeId; send the last one as Last-Event-ID to go on after"
                            + " it, or 0 for all that are kept. An event 'reset' says that changes were forgotten meanwhile: read the"
                            + " resources anew. A member follows what is his own, or what is in a space that he names.",
            operationId = "watchChanges")
    @APIResponse(
            responseCode = "200",
            description = "The events.",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(implementation = ChangeJson.class)))
    public Multi<OutboundSseEvent> watchChanges(
            @QueryParam("domainId") @Nullable String domainId,
            @QueryParam("userProfileName") @Nullable String userProfileName,
            @QueryParam("spaceName") @Nullable String spaceName,
            @QueryParam("resourceType") @Nullable String resourceType,
            @QueryParam("resourceId") @Nullable String resourceId,
            @HeaderParam("Last-Event-ID") @Nullable String lastEventId,
            @Context Sse sse) {
        ChangeFilter filter =
                new ChangeFilter(new OwnerFilter(domainId, userProfileName, spaceName), resourceType, resourceId);
        return watch.watch(callers.caller(), filter, after(lastEventId)).map(watched -> event(sse, watched));
    }

    private static OutboundSseEvent event(Sse sse, Watched watched) {
        OutboundSseEvent.Builder builder = sse.newEventBuilder().mediaType(MediaType.APPLICATION_JSON_TYPE);
        return switch (watched) {
            case Watched.Changed(Change change) ->
                builder.id(Long.toString(change.changeId()))
                        .name("change")
                        .data(ChangeJson.of(change))
                        .build();
            case Watched.Reset(long changeId) ->
                builder.id(Long.toString(changeId))
                        .name("reset")
                        .data("{}")
                        .mediaType(MediaType.TEXT_PLAIN_TYPE)
                        .build();
            case Watched.KeepAlive _ -> builder.comment("nothing changed").build();
        };
    }

    private static @Nullable Long after(@Nullable String lastEventId) {
        if (lastEventId == null || lastEventId.isBlank()) {
            return null;
        }
        try {
            long after = Long.parseLong(lastEventId);
            if (after >= 0) {
                return after;
            }
        } catch (NumberFormatException _) {
            // falls through
        }
        throw AtelierException.invalid("Last-Event-ID", "must be the id of an event");
    }
}
