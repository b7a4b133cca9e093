package dev.atelier.billing.meter;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A time in which a resource was billed: {@code [start, end)}, to the microsecond.
 *
 * @param opening the {@code STARTED} event, which says what ran and whose it was
 * @param end null while it runs
 */
record UsageInterval(
        UsageEvent opening, Instant start, @Nullable Instant end) {
    String resourceId() {
        return opening.resourceId();
    }

    Id id() {
        return new Id(resourceId(), start, end, opening.key());
    }

    /** Two intervals with the same id are equal: the opening event never changes. */
    record Id(String resourceId, Instant start, @Nullable Instant end, EventKey opening) {
        /** The same interval before it ended. */
        Id running() {
            return new Id(resourceId, start, null, opening);
        }
    }
}
