package dev.atelier.studio.kernel.hub;

import io.vertx.core.buffer.Buffer;

/** The hub's one connection to the kernel. Every call comes on the hub's thread. */
public interface Upstream {
    /** When it becomes true again, {@link KernelHub#upstreamDrained} is called. */
    boolean writable();

    /** Sends a frame of the v1 subprotocol. */
    void write(Buffer frame);

    void close();
}
