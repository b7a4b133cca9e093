package dev.atelier.walk.client;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A kernel message in the form of the WebSocket subprotocol {@code v1.kernel.websocket.jupyter.org}: the number of offsets,
 * the offsets (64 bit, little-endian), then channel, header, parent header, metadata, content and buffers, one after another.
 */
public record KernelFrame(String channel, JsonNode header, JsonNode parentHeader, JsonNode metadata, JsonNode content) {
    public static final String SUBPROTOCOL = "v1.kernel.websocket.jupyter.org";
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int PARTS = 4;

    /** "execute_request", "status", "stream", … */
    public String type() {
        return header.path("msg_type").asText();
    }

    /** The id of the message that this one answers. */
    public String parentId() {
        return parentHeader.path("msg_id").asText();
    }

    public ByteBuffer encode() {
        List<byte[]> parts = new ArrayList<>();
        parts.add(channel.getBytes(StandardCharsets.UTF_8));
        for (JsonNode part : List.of(header, parentHeader, metadata, content)) {
            parts.add(bytes(part));
        }
        int offsets = parts.size() + 1;
        int size = Long.BYTES * (offsets + 1);
        for (byte[] part : parts) {
            size += part.length;
        }
        ByteBuffer frame = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        frame.putLong(offsets);
        long offset = (long) Long.BYTES * (offsets + 1);
        frame.putLong(offset);
        for (byte[] part : parts) {
            offset += part.length;
            frame.putLong(offset);
        }
        parts.forEach(frame::put);
        return frame.flip();
    }

    public static KernelFrame decode(ByteBuffer frame) {
        ByteBuffer in = frame.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        int start = in.position();
        long offsets = in.getLong();
        if (offsets < PARTS + 2 || offsets > in.remaining() / Long.BYTES) {
            throw new IllegalArgumentException("A frame with " + offsets + " offsets");
        }
        int[] offset = new int[Math.toIntExact(offsets)];
        for (int i = 0; i < offset.length; i++) {
            offset[i] = Math.toIntExact(in.getLong());
        }
        JsonNode[] parts = new JsonNode[PARTS];
        for (int i = 0; i < PARTS; i++) {
            parts[i] = json(slice(in, start, offset[i + 1], offset[i + 2]));
        }
        String channel = new String(slice(in, start, offset[0], offset[1]), StandardCharsets.UTF_8);
        return new KernelFrame(channel, parts[0], parts[1], parts[2], parts[3]);
    }

    private static byte[] slice(ByteBuffer frame, int start, int from, int to) {
        byte[] part = new byte[to - from];
        frame.get(start + from, part);
        return part;
    }

    private static byte[] bytes(JsonNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JacksonException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode json(byte[] bytes) {
        try {
            return JSON.readTree(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
