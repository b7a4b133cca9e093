package dev.atelier.studio.kernel.hub;

import dev.atelier.studio.kernel.ExecutionState;
import dev.atelier.studio.kernel.wire.KernelMessage;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The kernel's state as its iopub status messages tell it. A kernel is busy while any request is: the idle of a control request that
 * overtook a running cell does not make it idle.
 */
final class StateTracker {
    private static final int MAX_BUSY = 10_000;

    private final Set<String> busy = new LinkedHashSet<>();
    private ExecutionState state;

    StateTracker(ExecutionState state) {
        this.state = state;
    }

    ExecutionState state() {
        return state;
    }

    /** Sets the state from another source; what was busy is forgotten. */
    void set(ExecutionState newState) {
        busy.clear();
        state = newState;
    }

    /** Reads a status message. */
    void observe(KernelMessage status) {
        String parent = status.parent().id();
        switch (ExecutionState.ofWireName(status.content().getString("execution_state", ""))
                .orElse(state)) {
            case BUSY -> {
                if (busy.size() < MAX_BUSY) {
                    busy.add(parent);
                }
                state = ExecutionState.BUSY;
            }
            case IDLE -> {
                busy.remove(parent);
                state = busy.isEmpty() ? ExecutionState.IDLE : ExecutionState.BUSY;
            }
            case STARTING -> set(ExecutionState.STARTING);
            case RESTARTING -> set(ExecutionState.RESTARTING);
            case DEAD -> set(ExecutionState.DEAD);
        }
    }
}
