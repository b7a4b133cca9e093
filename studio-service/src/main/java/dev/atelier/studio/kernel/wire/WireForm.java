package dev.atelier.studio.kernel.wire;

/** How a client wants its messages, decided by the WebSocket subprotocol that it asked for. */
public enum WireForm {
    /** Subprotocol {@code v1.kernel.websocket.jupyter.org}: always binary, little-endian 64-bit offsets. */
    V1,
    /** No subprotocol: JSON text, or binary with big-endian 32-bit offsets when a message carries buffers. */
    LEGACY;

    /** The subprotocol that selects {@link #V1}. */
    public static final String V1_SUBPROTOCOL = "v1.kernel.websocket.jupyter.org";
}
