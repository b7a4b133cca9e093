package dev.atelier.testing.reach;

import org.jspecify.annotations.Nullable;

/** One request to one route, which can be made as anybody. */
public interface Probe {
    /** The route as the service's list of routes has it. */
    String route();

    /** Whether it is meant to change something. */
    boolean changes();

    /** Makes the request; null for somebody who shows no token. */
    Answer ask(@Nullable String token);
}
