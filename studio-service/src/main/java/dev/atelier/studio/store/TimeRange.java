package dev.atelier.studio.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Times between two, both left out; null is no bound. */
public record TimeRange(@Nullable Instant after, @Nullable Instant before) {
    /** Every time. */
    public static final TimeRange ANY = new TimeRange(null, null);
}
