package dev.atelier.billing.meter.cloudevent;

import static dev.atelier.billing.meter.rest.OwnerJson.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.api.error.AtelierException;
import dev.atelier.billing.meter.UsageEventDraft;
import dev.atelier.billing.meter.rest.UsageEventJson;
import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import io.cloudevents.SpecVersion;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.core.format.EventDeserializationException;
import io.cloudevents.jackson.JsonFormat;
import io.cloudevents.rw.CloudEventRWException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads CloudEvents 1.0 in the three content modes of their HTTP binding: binary (attributes are headers {@code ce-…}, the
 * body is the data), structured (one JSON object) and batched (a JSON array). The type of an event is
 * {@value #TYPE_PREFIX} and the code of a {@link dev.atelier.billing.meter.UsageEventType}; its subject is the resource.
 */
@Singleton
class CloudEvents {
    static final String STRUCTURED = "application/cloudevents+json";
    static final String BATCHED = "application/cloudevents-batch+json";
    static final String TYPE_PREFIX = "dev.atelier.usage.";
    static final String SPEC_VERSION = "ce-specversion";
    static final int MAX_EVENTS = 1000;

    private static final String HEADER_PREFIX = "ce-";

    private final ObjectMapper json;
    private final JsonFormat format = new JsonFormat();

    CloudEvents(ObjectMapper json) {
        this.json = json;
    }

    /** One event whose attributes are headers. */
    List<UsageEventDraft> binary(Map<String, String> headers, byte[] body) {
        return List.of(draft(0, () -> {
            CloudEventBuilder builder =
                    CloudEventBuilder.fromSpecVersion(SpecVersion.parse(text(headers.get(SPEC_VERSION))));
            headers.forEach((name, value) -> {
                if (name.startsWith(HEADER_PREFIX) && !name.equals(SPEC_VERSION)) {
                    builder.withContextAttribute(name.substring(HEADER_PREFIX.length()), percentDecoded(value));
                }
            });
            return body.length == 0 ? builder.build() : builder.withData(body).build();
        }));
    }

    /** One event as a JSON object. */
    List<UsageEventDraft> structured(byte[] body) {
        return List.of(draft(0, () -> format.deserialize(body)));
    }

    /** Events as a JSON array. */
    List<UsageEventDraft> batched(byte[] body) {
        JsonNode array = array(body);
        if (!array.isArray() || array.isEmpty() || array.size() > MAX_EVENTS) {
            throw AtelierException.invalid(
                    "events", "must be a JSON array of between 1 and " + MAX_EVENTS + " CloudEvents");
        }
        List<UsageEventDraft> drafts = new ArrayList<>(array.size());
        for (JsonNode event : array) {
            drafts.add(draft(
                    drafts.size(), () -> format.deserialize(event.toString().getBytes(StandardCharsets.UTF_8))));
        }
        return drafts;
    }

    private JsonNode array(byte[] body) {
        try {
            return json.readTree(body);
        } catch (IOException e) {
            throw AtelierException.invalid("events", "is not JSON: " + reason(e));
        }
    }

    private UsageEventDraft draft(int index, Supplier<CloudEvent> reader) {
        @Nullable CloudEvent event;
        try {
            event = reader.get();
        } catch (EventDeserializationException
                | CloudEventRWException
                | IllegalStateException
                | IllegalArgumentException e) {
            throw wrong(index, "is not a CloudEvent: " + reason(e));
        }
        if (event == null) {
            throw wrong(index, "must not be null");
        }
        if (!event.getType().startsWith(TYPE_PREFIX)) {
            throw wrong(index, "must have a type that begins with '" + TYPE_PREFIX + "'");
        }
        try {
            ObjectNode said = data(index, event);
            attributes(event).forEach((name, value) -> {
                if (said.has(name)) {
                    throw wrong(index, "must not say '%s' in its data: an attribute says it".formatted(name));
                }
                said.put(name, value);
            });
            return json.treeToValue(said, UsageEventJson.class).draft();
        } catch (IOException e) {
            throw wrong(index, "has wrong data: " + reason(e));
        }
    }

    /** The fields of a usage event that are attributes of its CloudEvent. */
    private static Map<String, @Nullable String> attributes(CloudEvent event) {
        OffsetDateTime time = event.getTime();
        Map<String, @Nullable String> attributes = new TreeMap<>();
        attributes.put("id", event.getId());
        attributes.put("source", event.getSource().toString());
        attributes.put("type", event.getType().substring(TYPE_PREFIX.length()));
        attributes.put("time", time == null ? null : time.toInstant().toString());
        attributes.put("resourceId", event.getSubject());
        return attributes;
    }

    /** The other fields. */
    private ObjectNode data(int index, CloudEvent event) throws IOException {
        CloudEventData data = event.getData();
        if (data == null) {
            return json.createObjectNode();
        }
        String type = event.getDataContentType();
        if (type != null && !isJson(type)) {
            throw wrong(index, "must have JSON as its data, not " + type);
        }
        return switch (json.readTree(data.toBytes())) {
            case ObjectNode said -> said;
            case NullNode _ -> json.createObjectNode();
            default -> throw wrong(index, "must have a JSON object as its data");
        };
    }

    private static boolean isJson(String contentType) {
        String type = contentType.toLowerCase(Locale.ROOT).split(";", 2)[0].strip();
        return type.equals("application/json") || type.endsWith("+json");
    }

    /** As the HTTP binding writes attributes: UTF-8, percent-encoded, a plus sign is one. */
    private static String percentDecoded(String value) {
        return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static AtelierException wrong(int index, String message) {
        return AtelierException.invalid("events[" + index + "]", message);
    }

    /** The innermost reason in words, without what Jackson says of classes. */
    private static String reason(Exception thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        @Nullable
        String message =
                cause instanceof JsonProcessingException wrong ? wrong.getOriginalMessage() : cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
