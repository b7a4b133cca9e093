package dev.atelier.billing.meter.cloudevent;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.billing.meter.UsageEventDraft;
import dev.atelier.billing.meter.UsageRecorder;
import dev.atelier.billing.meter.rest.ReceiptJson;
import dev.atelier.platform.security.CallerContext;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /api/v1/cloud-events}: the ledger's door for programs that speak CloudEvents. */
@Path("/api/v1/cloud-events")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Usage")
@RunOnVirtualThread
public class CloudEventResource {
    private final CloudEvents reader;
    private final UsageRecorder recorder;
    private final CallerContext callers;

    CloudEventResource(CloudEvents reader, UsageRecorder recorder, CallerContext callers) {
        this.reader = reader;
        this.recorder = recorder;
        this.callers = callers;
    }

    @POST
    @Consumes({CloudEvents.STRUCTURED, CloudEvents.BATCHED, MediaType.APPLICATION_JSON})
    @Operation(
            summary = "Record usage events as CloudEvents",
            description =
                    "CloudEvents 1.0 in the structured, batched (at most 1000) or binary content mode of the HTTP "
                            + "binding. The type is 'dev.atelier.usage.' and the type of a usage event, the subject is the billed "
                            + "resource, the data are the other fields of a usage event. What holds for usage events holds here: "
                            + "one transaction, each source and id once, 409 for a key that is taken by another payload.")
    public ReceiptJson recordCloudEvents(
            @RequestBody(
                            required = true,
                            content = {
                                @Content(
                                        mediaType = CloudEvents.STRUCTURED,
                                        schema = @Schema(type = SchemaType.OBJECT)),
                                @Content(
                                        mediaType = CloudEvents.BATCHED,
                                        schema = @Schema(type = SchemaType.ARRAY, implementation = Object.class)),
                                @Content(
                                        mediaType = MediaType.APPLICATION_JSON,
                                        schema =
                                                @Schema(
                                                        type = SchemaType.OBJECT,
                                                        description = "A usage event without what its headers say: "
                                                                + "id, source, type, time, resourceId."))
                            })
                    byte[] body,
            @Context HttpHeaders headers) {
        List<UsageEventDraft> drafts = read(body, headers);
        return ReceiptJson.of(
                recorder.record(drafts, 0, callers.caller()),
                drafts.stream().map(UsageEventDraft::key).toList());
    }

    private List<UsageEventDraft> read(byte[] body, HttpHeaders headers) {
        MediaType type = headers.getMediaType();
        if (type == null) {
            throw unsupported();
        }
        String mode = (type.getType() + "/" + type.getSubtype()).toLowerCase(Locale.ROOT);
        if (mode.equals(CloudEvents.BATCHED)) {
            return reader.batched(body);
        }
        if (mode.equals(CloudEvents.STRUCTURED)) {
            return reader.structured(body);
        }
        TreeMap<String, String> attributes = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.getRequestHeaders()
                .forEach((name, values) -> attributes.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        if (!attributes.containsKey(CloudEvents.SPEC_VERSION)) {
            throw unsupported();
        }
        return reader.binary(attributes, body);
    }

    private static AtelierException unsupported() {
        return new AtelierException(
                ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                "Send '%s', '%s', or the attributes of one event as headers, '%s' among them."
                        .formatted(CloudEvents.STRUCTURED, CloudEvents.BATCHED, CloudEvents.SPEC_VERSION));
    }
}
