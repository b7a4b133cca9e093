package dev.atelier.local.service;

import java.time.Duration;

/**
 * How long to wait before a service that died is started again: 1 s, doubled each time up to the longest pause, anew after a
 * calm minute.
 */
final class Backoff {
    static final Duration FIRST = Duration.ofSeconds(1);
    static final Duration LONGEST = Duration.ofSeconds(30);
    static final Duration CALM = Duration.ofMinutes(1);

    private final Duration longest;
    private Duration next = FIRST;
    private long lastDeathNanos;
    private boolean died;

    Backoff(Duration longest) {
        this.longest = longest;
    }

    /** Records a death at the given {@link System#nanoTime}. */
    Duration afterDeath(long nanos) {
        if (died && nanos - lastDeathNanos > CALM.toNanos()) {
            next = FIRST;
        }
        died = true;
        lastDeathNanos = nanos;
        Duration wait = next;
        next = next.multipliedBy(2).compareTo(longest) > 0 ? longest : next.multipliedBy(2);
        return wait;
    }
}
