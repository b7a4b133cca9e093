package dev.atelier.platform.time;

import com.google.protobuf.Timestamp;
import dev.atelier.api.error.AtelierException;
import dev.atelier.api.time.ProtoTimes;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;

/** Times in requests: a message holds more seconds than Java, and Java more than a database. */
public final class RequestTimes {
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private RequestTimes() {}

    /**
     * A point in time of a message.
     *
     * @throws AtelierException {@code VALIDATION} of the field
     */
    public static Instant instant(String field, Timestamp timestamp) {
        try {
            return within(field, ProtoTimes.instant(timestamp));
        } catch (DateTimeException | ArithmeticException _) {
            throw outside(field);
        }
    }

    /**
     * A point in time of a URL, in the form of RFC 3339.
     *
     * @throws AtelierException {@code VALIDATION} of the field
     */
    public static Instant instant(String field, String text) {
        try {
            return within(field, OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException _) {
            throw AtelierException.invalid(field, "must be a time like 2026-03-01T00:00:00Z");
        }
    }

    /** The years that a timestamp of protobuf, and one of RFC 3339, is of. */
    private static Instant within(String field, Instant time) {
        if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
            throw outside(field);
        }
        return time;
    }

    private static AtelierException outside(String field) {
        return AtelierException.invalid(field, "must be a time between the years 1 and 9999");
    }

    /**
     * A length of time.
     *
     * @throws AtelierException {@code VALIDATION} of the field
     */
    public static Duration duration(String field, com.google.protobuf.Duration duration) {
        try {
            return ProtoTimes.duration(duration);
        } catch (ArithmeticException _) {
            throw AtelierException.invalid(field, "must be a length of time");
        }
    }
}
