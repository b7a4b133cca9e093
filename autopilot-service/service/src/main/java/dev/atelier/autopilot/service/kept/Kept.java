package dev.atelier.autopilot.service.kept;

import java.util.Map;

/**
 * What is kept beside a resource.
 *
 * @param document a JSON object with what was said of it
 * @param tags that it was given; those of its owner are not among them
 */
public record Kept(String document, Map<String, String> tags) {
    /** Nothing was said. */
    public static final Kept NOTHING = new Kept("{}", Map.of());

    /** Nothing but tags. */
    public static Kept of(Map<String, String> tags) {
        return new Kept(NOTHING.document(), tags);
    }

    public Kept {
        tags = Map.copyOf(tags);
    }
}
