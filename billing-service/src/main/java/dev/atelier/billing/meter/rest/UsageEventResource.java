package dev.atelier.billing.meter.rest;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.api.error.FieldViolation;
import dev.atelier.billing.meter.EventKey;
import dev.atelier.billing.meter.Receipt;
import dev.atelier.billing.meter.UsageRecorder;
import dev.atelier.platform.security.CallerContext;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/usage-events}. */
@Path("/api/v1/usage-events")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Usage")
@RunOnVirtualThread
public class UsageEventResource {
    static final int MAX_EVENTS = 1000;

    private final UsageRecorder recorder;
    private final CallerContext callers;

    UsageEventResource(UsageRecorder recorder, CallerContext callers) {
        this.recorder = recorder;
        this.callers = callers;
    }

    @POST
    @Operation(
            summary = "Record usage events",
            description = "All events, at most 1000, are recorded in one transaction; when one is not valid, none is. "
                    + "An event's key is its source and id: the same event again has no effect. When a key is taken by "
                    + "an event that says something else, the answer is 409 and names it; the other events of the "
                    + "request are recorded.")
    public ReceiptJson recordUsage(@Nullable UsageEventsJson request) {
        List<UsageEventJson> events = request == null ? null : request.events();
        if (events == null || events.isEmpty() || events.size() > MAX_EVENTS) {
            throw AtelierException.invalid("events", "must be between 1 and " + MAX_EVENTS);
        }
        Receipt receipt =
                recorder.record(events.stream().map(UsageEventJson::draft).toList(), 0, callers.caller());
        if (!receipt.conflicts().isEmpty()) {
            throw new AtelierException(
                    ErrorCode.CONFLICT,
                    "%d of %d events conflict with other events of the same source and id; the rest is recorded."
                            .formatted(receipt.conflicts().size(), events.size()),
                    receipt.conflicts().stream()
                            .map(conflict -> new FieldViolation(
                                    "events[%d]".formatted(index(events, conflict.key())), conflict.reason()))
                            .toList());
        }
        return ReceiptJson.of(receipt);
    }

    /** The last event of a key: when two of one request differ, the first is the one that counts. */
    private static int index(List<UsageEventJson> events, EventKey key) {
        for (int i = events.size() - 1; i >= 0; i--) {
            UsageEventJson event = events.get(i);
            if (key.id().equals(event.id()) && key.source().equals(event.source())) {
                return i;
            }
        }
        return 0;
    }
}
