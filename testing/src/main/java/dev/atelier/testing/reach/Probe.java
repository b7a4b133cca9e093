package dev.atelier.testing.reach;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One request to one route, which can be made as anybody. */
public interface Probe {
    /** The route as the service's list of routes has it. */
    String route();

    /** Whether it is meant to change something. */
    boolean changes();

    /**
     * The same request for things that nobody has, or null when that cannot be made.
     *
     * @param keys of the names that are made up
     */
    default @Nullable Probe madeUp(Set<String> keys) {
        return null;
    }

    /** Makes the request; null for somebody who shows no token. */
    Answer ask(@Nullable String token);
}
