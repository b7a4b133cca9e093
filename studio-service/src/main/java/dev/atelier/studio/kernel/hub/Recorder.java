package dev.atelier.studio.kernel.hub;

import dev.atelier.studio.kernel.wire.KernelMessage;

/**
 * Where a hub writes down what it must still know when the service was killed. A call returns once the operating system has the record.
 * Called on the hub's thread.
 */
public interface Recorder {
    /** Writes nothing down. */
    Recorder NONE = new Recorder() {
        @Override
        public void requested(KernelMessage request, String session) {}

        @Override
        public void said(long position, KernelMessage message) {}

        @Override
        public void acknowledged(String session, long position) {}
    };

    /** A client asked something. The request's content is not wanted. */
    void requested(KernelMessage request, String session);

    /** The kernel, or the hub for it, said something; comes before any client is sent it. */
    void said(long position, KernelMessage message);

    /** All up to this position has reached the session; also told when a session comes for the first time. */
    void acknowledged(String session, long position);
}
