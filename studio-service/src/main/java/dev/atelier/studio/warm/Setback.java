package dev.atelier.studio.warm;

import java.time.Duration;
import java.time.Instant;

/** Until when no further one is started after one failed: each failure in a row doubles the time, from a second to five minutes. */
record Setback(Instant until, Duration pause) {
    static final Setback NONE = new Setback(Instant.EPOCH, Duration.ZERO);

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    Setback next(Instant now) {
        Duration doubled = pause.multipliedBy(2);
        Duration next = pause.isZero() ? FIRST : doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
        return new Setback(now.plus(next), next);
    }

    boolean lasts(Instant now) {
        return now.isBefore(until);
    }
}
