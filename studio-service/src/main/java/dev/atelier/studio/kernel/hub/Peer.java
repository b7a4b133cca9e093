package dev.atelier.studio.kernel.hub;

import dev.atelier.studio.kernel.wire.Frame;
import dev.atelier.studio.kernel.wire.WireForm;

/** One client's connection as the hub sees it. Every call comes on the hub's thread. */
public interface Peer {
    /** The client's name for itself; the same one after a reconnect. */
    String sessionId();

    WireForm form();

    /** Whether a write would go out without piling up. When it becomes true again, {@link KernelHub#drained} is called. */
    boolean writable();

    void write(Frame frame);

    /** Sends a ping that carries this number; its pong comes back as {@link KernelHub#acknowledged}. */
    void ping(long position);

    /** Stops or resumes reading what the client sends. */
    void holdReading(boolean hold);

    void close(int code, String reason);
}
