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

    public Kept {
        tags = Map.copyOf(tags);
    }
}
