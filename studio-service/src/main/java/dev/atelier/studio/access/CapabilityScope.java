package dev.atelier.studio.access;

import dev.atelier.api.error.AtelierException;
import java.util.Arrays;

/** How much of a user's kernels a capability URL opens. */
public enum CapabilityScope {
    /** Looks at kernels, sessions and kernel specs. */
    READ("Read"),
    /** Starts and ends them too, and runs code in them. */
    EXECUTE("Execute");

    private final String wireName;

    CapabilityScope(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    /** The scope with this name on the wire; {@link #EXECUTE} when none is given. */
    static CapabilityScope of(String wireName) {
        if (wireName.isEmpty()) {
            return EXECUTE;
        }
        return Arrays.stream(values())
                .filter(scope -> scope.wireName.equals(wireName))
                .findFirst()
                .orElseThrow(() -> AtelierException.invalid("scope", "must be Read or Execute"));
    }
}
