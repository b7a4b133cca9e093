package dev.atelier.billing.meter.rest;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.billing.meter.UsageCorrections;
import dev.atelier.billing.meter.UsageEventDraft;
import dev.atelier.billing.meter.UsageRecorder;
import dev.atelier.platform.security.CallerContext;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
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
    private final UsageCorrections corrections;
    private final CallerContext callers;

    UsageEventResource(UsageRecorder recorder, UsageCorrections corrections, CallerContext callers) {
        this.recorder = recorder;
        this.corrections = corrections;
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
        if (events == null || events.isEmpty() || events.size() > MAX_EVENTS || events.contains(null)) {
            throw AtelierException.invalid("events", "must be between 1 and " + MAX_EVENTS);
        }
        List<UsageEventDraft> drafts =
                events.stream().map(UsageEventJson::draft).toList();
        return ReceiptJson.of(
                recorder.record(drafts, 0, callers.caller()),
                drafts.stream().map(UsageEventDraft::key).toList());
    }

    @GET
    @Operation(
            summary = "List the usage events of a resource",
            description = "By time, heartbeats left out, with who recorded them when and whether they were taken back. "
                    + "Not for members.")
    public Page<RecordedEventJson> listUsageEvents(
            @Parameter(required = true) @QueryParam("resourceId") @DefaultValue("") String resourceId,
            @QueryParam("pageSize") @Nullable Integer pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        return corrections
                .list(resourceId, PageRequest.of(pageSize, pageToken), callers.caller())
                .map(RecordedEventJson::of);
    }
}
