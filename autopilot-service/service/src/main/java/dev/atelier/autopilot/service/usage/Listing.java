package dev.atelier.autopilot.service.usage;

import dev.atelier.api.error.AtelierException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which rows a list shows, and in which order; null leaves a condition out.
 *
 * @param name as it is
 * @param nameContains in any case
 * @param created when they were made
 * @param modified when they were changed last
 * @param key what they are sorted by; rows with the same one by their age
 */
public record Listing(
        @Nullable String name,
        @Nullable String nameContains,
        @Nullable String status,
        Span created,
        Span modified,
        Key key,
        boolean ascending) {
    /** Everything, the newest first. */
    public static final Listing NEWEST =
            new Listing(null, null, null, Span.ALWAYS, Span.ALWAYS, Key.CREATION_TIME, false);

    /** The newest first, of those whose names contain a text in any case; all when it is null. */
    public static Listing named(@Nullable String text) {
        return new Listing(null, text, null, Span.ALWAYS, Span.ALWAYS, Key.CREATION_TIME, false);
    }

    /** The same, of those of a name; of all names when there is none. */
    public Listing named(Optional<String> only) {
        return new Listing(only.orElse(null), nameContains, status, created, modified, key, ascending);
    }

    private static final char SEPARATOR = '\n';

    /** What rows can be sorted by. */
    public enum Key {
        NAME,
        CREATION_TIME,
        LAST_MODIFIED_TIME,
        STATUS
    }

    /**
     * A time between two others, without them; null for no bound.
     */
    public record Span(@Nullable Instant after, @Nullable Instant before) {
        /** Any time. */
        public static final Span ALWAYS = new Span(null, null);
    }

    /**
     * Where a row stands in a list.
     *
     * @param status "" where rows have none
     */
    public record Place(String id, String name, String status, Instant lastModifiedTime) {}

    /** The place as a page's token has it. */
    public String token(Place place) {
        return switch (key) {
                    case NAME -> place.name();
                    case CREATION_TIME -> "";
                    case LAST_MODIFIED_TIME -> place.lastModifiedTime().toString();
                    case STATUS -> place.status();
                }
                + SEPARATOR
                + place.id();
    }

    /** The id in a token. */
    static String id(String token) {
        return token.substring(token.indexOf(SEPARATOR) + 1);
    }

    /** The value of the key in a token. */
    Object value(String token) {
        int end = token.indexOf(SEPARATOR);
        if (end < 0) {
            throw foreign();
        }
        String value = token.substring(0, end);
        if (key != Key.LAST_MODIFIED_TIME) {
            return value;
        }
        try {
            return Instant.parse(value);
        } catch (DateTimeException _) {
            throw foreign();
        }
    }

    private static AtelierException foreign() {
        return AtelierException.invalid("pageToken", "is of a list in another order; start without one");
    }
}
