package dev.atelier.bench.kernels;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.atelier.bench.BenchException;
import dev.atelier.walk.client.KernelFrame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The beginning of a frame that comes in pieces; the rest is counted only. */
final class FrameHead {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int KEPT = 64 * 1024;
    private static final int HEADER = 1;
    private static final int PARENT = 2;
    private static final int CONTENT = 4;

    private final ByteBuffer kept = ByteBuffer.allocate(KEPT).order(ByteOrder.LITTLE_ENDIAN);
    private long length;

    void add(ByteBuffer piece) {
        length += piece.remaining();
        int fits = Math.min(piece.remaining(), kept.remaining());
        kept.put(piece.slice(piece.position(), fits));
        piece.position(piece.limit());
    }

    /** Bytes of the frame so far. */
    long length() {
        return length;
    }

    /** The message with its headers; its content is empty when it is too long to be of interest. */
    KernelFrame frame() {
        int count = (int) kept.getLong(0);
        if (count <= CONTENT + 1 || (long) Long.BYTES * (count + 1) > kept.position()) {
            throw new BenchException("A frame with " + count + " offsets");
        }
        return new KernelFrame("", part(HEADER), part(PARENT), JSON.createObjectNode(), part(CONTENT));
    }

    void clear() {
        kept.clear();
        length = 0;
    }

    private JsonNode part(int number) {
        long from = kept.getLong(Long.BYTES * (1 + number));
        long to = kept.getLong(Long.BYTES * (2 + number));
        if (to > kept.position()) {
            return JSON.createObjectNode();
        }
        try {
            return JSON.readTree(kept.array(), (int) from, (int) (to - from));
        } catch (JacksonException e) {
            throw new BenchException("A frame whose parts are not JSON", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
