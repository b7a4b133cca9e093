package dev.atelier.studio.wire;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Values as they are on the wire. An absent text is "" inside, absent in JSON. */
public final class Wire {
    private Wire() {}

    /** The text, or "" when it is absent. */
    public static String text(@Nullable String value) {
        return Objects.requireNonNullElse(value, "");
    }

    /** The text, or null when it is "". */
    public static @Nullable String textOrNull(String value) {
        return value.isEmpty() ? null : value;
    }

    /** The tags, or none when they are absent. */
    public static Map<String, String> tags(@Nullable Map<String, String> tags) {
        return tags == null ? Map.of() : tags;
    }
}
