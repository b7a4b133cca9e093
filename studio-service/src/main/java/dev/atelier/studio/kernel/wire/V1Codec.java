package dev.atelier.studio.kernel.wire;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The subprotocol {@code v1.kernel.websocket.jupyter.org}: a count of offsets, the offsets (64 bits, little-endian), then the parts
 * channel, header, parent_header, metadata, content and any buffers. The last offset is the length of the frame.
 */
public final class V1Codec {
    private static final int FIXED_PARTS = 5;
    /** More binary buffers than any widget sends. */
    private static final int MAX_OFFSETS = 4096;

    private V1Codec() {}

    /**
     * Reads a frame. Every offset is checked against its neighbours and the frame before a part is touched.
     *
     * @throws MalformedFrameException when the frame is not what it says
     */
    public static KernelMessage decode(Buffer frame) {
        int length = frame.length();
        if (length < Long.BYTES) {
            throw new MalformedFrameException("a frame of " + length + " bytes has no offset table");
        }
        long count = frame.getLongLE(0);
        if (count < FIXED_PARTS + 1 || count > MAX_OFFSETS) {
            throw new MalformedFrameException("an offset table of " + Long.toUnsignedString(count) + " entries");
        }
        int offsets = (int) count;
        int table = Long.BYTES * (1 + offsets);
        if (table > length) {
            throw new MalformedFrameException("the offset table is longer than the frame");
        }
        int[] at = new int[offsets];
        long before = table;
        for (int i = 0; i < offsets; i++) {
            long offset = frame.getLongLE(Long.BYTES * (1 + i));
            if (offset < before || offset > length || (i == 0 && offset != table)) {
                throw new MalformedFrameException("offset " + i + " of the frame points nowhere");
            }
            at[i] = (int) offset;
            before = offset;
        }
        if (before != length) {
            throw new MalformedFrameException("the frame is longer than its parts");
        }
        List<Buffer> buffers = new ArrayList<>();
        for (int i = FIXED_PARTS; i < offsets - 1; i++) {
            buffers.add(frame.slice(at[i], at[i + 1]));
        }
        return KernelMessage.of(
                        channel(frame.slice(at[0], at[1])),
                        frame.slice(at[1], at[2]),
                        frame.slice(at[2], at[3]),
                        frame.slice(at[3], at[4]),
                        frame.slice(at[4], at[5]),
                        buffers)
                .receivedAs(Frame.binary(frame));
    }

    static Frame encode(KernelMessage message) {
        List<Buffer> parts = new ArrayList<>(FIXED_PARTS + message.buffers().size());
        parts.add(Buffer.buffer(message.channel().wireName()));
        parts.add(message.rawHeader());
        parts.add(message.rawParent());
        parts.add(message.rawMetadata());
        parts.add(message.rawContent());
        parts.addAll(message.buffers());
        long offset = (long) Long.BYTES * (2 + parts.size());
        Buffer frame = Buffer.buffer((int) offset + message.size() + Long.BYTES);
        frame.appendLongLE(parts.size() + 1L).appendLongLE(offset);
        for (Buffer part : parts) {
            offset += part.length();
            frame.appendLongLE(offset);
        }
        parts.forEach(frame::appendBuffer);
        return Frame.binary(frame);
    }

    private static Channel channel(Buffer name) {
        if (name.length() > 16) {
            throw new MalformedFrameException("a channel name of " + name.length() + " bytes");
        }
        String channel = name.toString(StandardCharsets.UTF_8);
        return Channel.ofWireName(channel)
                .orElseThrow(() -> new MalformedFrameException("there is no channel '" + channel + "'"));
    }
}
