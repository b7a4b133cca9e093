package dev.atelier.studio.kernel.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Reads JSON just as far as the wire needs it, and keeps the bytes of what it does not understand. */
final class RawJson {
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(1_000_000)
                    .build())
            .build();

    private RawJson() {}

    /** The three fields of a header; others are skipped. An empty object gives {@link MessageHeader#NONE}. */
    static MessageHeader header(Buffer json, String what) {
        String id = "";
        String type = "";
        String session = "";
        try (JsonParser parser = open(json)) {
            expectObject(parser, what);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                if (value == JsonToken.VALUE_STRING) {
                    switch (field) {
                        case "msg_id" -> id = parser.getText();
                        case "msg_type" -> type = parser.getText();
                        case "session" -> session = parser.getText();
                        default -> {}
                    }
                } else {
                    parser.skipChildren();
                }
            }
            expectEnd(parser, what);
        } catch (IOException e) {
            throw notJson(what, e);
        }
        return id.isEmpty() && type.isEmpty() && session.isEmpty()
                ? MessageHeader.NONE
                : new MessageHeader(id, type, session);
    }

    /** Refuses what is not one whole JSON object. */
    static void requireObject(Buffer json, String what) {
        try (JsonParser parser = open(json)) {
            expectObject(parser, what);
            parser.skipChildren();
            if (parser.currentToken() != JsonToken.END_OBJECT) {
                throw new MalformedFrameException(what + " ends too early");
            }
            expectEnd(parser, what);
        } catch (IOException e) {
            throw notJson(what, e);
        }
    }

    /** The fields of a JSON object, each as the bytes that stand for its value; a string value without its quotes. Only objects and strings are kept. */
    static Map<String, Buffer> fields(Buffer json) {
        Map<String, Buffer> fields = new HashMap<>();
        byte[] bytes = json.getBytes();
        Buffer whole = Buffer.buffer(bytes);
        try (JsonParser parser = JSON.createParser(bytes)) {
            expectObject(parser, "the message");
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                if (value == JsonToken.VALUE_STRING) {
                    fields.put(field, Buffer.buffer(parser.getText()));
                } else if (value == JsonToken.START_OBJECT) {
                    int start = Math.toIntExact(parser.currentTokenLocation().getByteOffset());
                    parser.skipChildren();
                    int end = Math.toIntExact(parser.currentLocation().getByteOffset());
                    fields.put(field, whole.slice(start, end));
                } else {
                    parser.skipChildren();
                }
            }
            expectEnd(parser, "the message");
        } catch (IOException e) {
            throw notJson("the message", e);
        }
        return fields;
    }

    private static JsonParser open(Buffer json) throws IOException {
        return JSON.createParser(json.getBytes());
    }

    private static void expectObject(JsonParser parser, String what) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new MalformedFrameException(what + " is not a JSON object");
        }
    }

    private static void expectEnd(JsonParser parser, String what) throws IOException {
        if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
            throw new MalformedFrameException(what + " is not exactly one JSON object");
        }
    }

    private static MalformedFrameException notJson(String what, IOException e) {
        return new MalformedFrameException(what + " is not JSON: "
                + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
}
