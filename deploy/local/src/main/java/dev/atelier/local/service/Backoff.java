package dev.atelier.local.service;

import java.time.Duration;

/** How long to wait before a service that died is started again: 1 s, doubled each time to 30 s, anew after a calm minute. */
final class Backoff {
    static final Duration FIRST = Duration.ofSeconds(1);
    static final Duration LONGEST = Duration.ofSeconds(30);
    static final Duration CALM = Duration.ofMinutes(1);

    private Duration next = FIRST;
    private long lastDeathNanos;
    private boolean died;

    /** Records a death at the given {@link System#nanoTime}. */
    Duration afterDeath(long nanos) {
        if (died && nanos - lastDeathNanos > CALM.toNanos()) {
            next = FIRST;
        }
        died = true;
        lastDeathNanos = nanos;
        Duration wait = next;
        next = next.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : next.multipliedBy(2);
        return wait;
    }
}
