package dev.atelier.studio.kernel.wire;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The form without a subprotocol. A message is a JSON object which also names its channel; as text when it has no buffers, else in a
 * binary frame: a count of parts, their offsets (32 bits, big-endian), the JSON, the buffers.
 */
public final class LegacyCodec {
    private static final int MAX_PARTS = 4096;
    private static final Buffer EMPTY_OBJECT = Buffer.buffer("{}");

    private LegacyCodec() {}

    /**
     * Reads a frame.
     *
     * @throws MalformedFrameException when the frame is not what it says
     */
    public static KernelMessage decode(Frame frame) {
        return frame.text() ? message(frame.payload(), List.of()) : decodeBinary(frame.payload());
    }

    private static KernelMessage decodeBinary(Buffer frame) {
        int length = frame.length();
        if (length < Integer.BYTES) {
            throw new MalformedFrameException("a frame of " + length + " bytes has no offset table");
        }
        long count = frame.getUnsignedInt(0);
        if (count < 1 || count > MAX_PARTS) {
            throw new MalformedFrameException("an offset table of " + count + " entries");
        }
        int parts = (int) count;
        int table = Integer.BYTES * (1 + parts);
        if (table > length) {
            throw new MalformedFrameException("the offset table is longer than the frame");
        }
        int[] at = new int[parts + 1];
        long before = table;
        for (int i = 0; i < parts; i++) {
            long offset = frame.getUnsignedInt(Integer.BYTES * (1 + i));
            if (offset < before || offset > length || (i == 0 && offset != table)) {
                throw new MalformedFrameException("offset " + i + " of the frame points nowhere");
            }
            at[i] = (int) offset;
            before = offset;
        }
        at[parts] = length;
        List<Buffer> buffers = new ArrayList<>();
        for (int i = 1; i < parts; i++) {
            buffers.add(frame.slice(at[i], at[i + 1]));
        }
        return message(frame.slice(at[0], at[1]), buffers);
    }

    private static KernelMessage message(Buffer json, List<Buffer> buffers) {
        Map<String, Buffer> fields = RawJson.fields(json);
        Buffer header = fields.get("header");
        if (header == null) {
            throw new MalformedFrameException("the message has no header");
        }
        Buffer channel = fields.get("channel");
        String name = channel == null ? Channel.SHELL.wireName() : channel.toString(StandardCharsets.UTF_8);
        return KernelMessage.of(
                Channel.ofWireName(name).orElseThrow(() -> new MalformedFrameException("there is no such channel")),
                header,
                fields.getOrDefault("parent_header", EMPTY_OBJECT),
                fields.getOrDefault("metadata", EMPTY_OBJECT),
                fields.getOrDefault("content", EMPTY_OBJECT),
                buffers);
    }

    static Frame encode(KernelMessage message) {
        Buffer json = Buffer.buffer(message.size() + 256)
                .appendString("{\"channel\":\"")
                .appendString(message.channel().wireName())
                .appendString("\",\"header\":")
                .appendBuffer(message.rawHeader())
                .appendString(",\"parent_header\":")
                .appendBuffer(message.rawParent())
                .appendString(",\"metadata\":")
                .appendBuffer(message.rawMetadata())
                .appendString(",\"content\":")
                .appendBuffer(message.rawContent())
                .appendString(",\"msg_id\":")
                .appendString(Json.encode(message.header().id()))
                .appendString(",\"msg_type\":")
                .appendString(Json.encode(message.header().type()))
                .appendString(message.buffers().isEmpty() ? ",\"buffers\":[]}" : "}");
        return message.buffers().isEmpty() ? Frame.text(json) : Frame.binary(binary(json, message.buffers()));
    }

    private static Buffer binary(Buffer json, List<Buffer> buffers) {
        int offset = Integer.BYTES * (2 + buffers.size());
        Buffer frame = Buffer.buffer().appendUnsignedInt(1L + buffers.size()).appendUnsignedInt(offset);
        offset += json.length();
        for (Buffer buffer : buffers) {
            frame.appendUnsignedInt(offset);
            offset += buffer.length();
        }
        frame.appendBuffer(json);
        buffers.forEach(frame::appendBuffer);
        return frame;
    }
}
