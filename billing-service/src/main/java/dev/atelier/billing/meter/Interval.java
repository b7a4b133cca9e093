package dev.atelier.billing.meter;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An interval as it is stored.
 *
 * @param quantity instances, or bytes of storage
 * @param previousEnd the end of the interval of its resource that is before it; null for the first
 */
record Interval(
        UsageInterval.Id id,
        long accountId,
        long quantity,
        @Nullable Instant previousEnd) {

    /** How the intervals of one timeline are to be stored. */
    static List<Interval> of(Timeline timeline, Map<EventKey, Long> accounts) {
        List<Interval> chain = new ArrayList<>();
        Instant previousEnd = null;
        for (UsageInterval interval : timeline.intervals()) {
            chain.add(new Interval(
                    interval.id(),
                    Objects.requireNonNull(accounts.get(interval.opening().key())),
                    interval.opening().usage().quantity(),
                    previousEnd));
            previousEnd = interval.end();
        }
        return chain;
    }

    boolean isOpen() {
        return id.end() == null;
    }

    /** The same before it ended. */
    Interval running() {
        return new Interval(id.running(), accountId, quantity, previousEnd);
    }

    /** The same when it ends. */
    Interval ended(Instant end) {
        return new Interval(
                new UsageInterval.Id(id.resourceId(), id.start(), end, id.opening()), accountId, quantity, previousEnd);
    }
}
