package dev.atelier.studio.kernel.hub;

import dev.atelier.studio.kernel.ExecutionState;

/** Told what becomes of a kernel, on the hub's thread: implementations return at once. */
public interface HubListener {
    /** The state has changed. */
    void stateChanged(ExecutionState state);

    /** Somebody used the kernel, or it said something. */
    void active();

    /** The number of connected clients has changed. */
    void connectionsChanged(int connections);

    /** The kernel's process ended by itself and the Jupyter server starts another one. Answers why, in a sentence. */
    String processEnded();
}
