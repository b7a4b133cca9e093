package dev.atelier.studio.kernel;

import java.util.List;

/**
 * A session after a switch.
 *
 * @param lost what the switch cost, in words
 */
public record Switched(SessionView session, List<String> lost) {
    public Switched {
        lost = List.copyOf(lost);
    }
}
