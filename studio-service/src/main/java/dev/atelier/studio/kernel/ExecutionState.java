package dev.atelier.studio.kernel;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a kernel is doing, with the names of the Jupyter protocol. */
public enum ExecutionState {
    STARTING,
    IDLE,
    BUSY,
    RESTARTING,
    DEAD;

    /** The name on the wire and in the database. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state with this name. */
    public static Optional<ExecutionState> ofWireName(String name) {
        return Arrays.stream(values())
                .filter(state -> state.wireName().equals(name))
                .findFirst();
    }
}
