package dev.atelier.studio.kernel.wire;

import io.vertx.core.buffer.Buffer;

/** One WebSocket message: text or binary. */
public record Frame(boolean text, Buffer payload) {
    /** A binary message. */
    public static Frame binary(Buffer payload) {
        return new Frame(false, payload);
    }

    /** A text message from its UTF-8 bytes. */
    public static Frame text(Buffer payload) {
        return new Frame(true, payload);
    }
}
