package dev.atelier.studio.wire;

import dev.atelier.api.error.AtelierException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
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

    /** A time of RFC 3339, or null when it is absent; {@code VALIDATION} names the field. */
    public static @Nullable Instant time(String field, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            return null;
        }
        try {
            return Instant.parse(value);
        } catch (DateTimeParseException _) {
            throw AtelierException.invalid(field, "must be a time like 2026-01-31T12:00:00Z");
        }
    }

    /** The tags, or none when they are absent. */
    public static Map<String, String> tags(@Nullable Map<String, String> tags) {
        return tags == null ? Map.of() : tags;
    }
}
