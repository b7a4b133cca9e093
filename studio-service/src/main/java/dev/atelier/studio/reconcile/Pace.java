package dev.atelier.studio.reconcile;

import java.time.Duration;

/** Lets what is looked at in every pass be done no more often than this, and at once the first time. Confined to the loop's thread. */
public final class Pace {
    private final long nanos;
    private long next = System.nanoTime();

    public Pace(Duration interval) {
        this.nanos = interval.toNanos();
    }

    /** Whether it is time; if so, it is not again before the interval has passed. */
    public boolean isDue() {
        long now = System.nanoTime();
        if (now - next < 0) {
            return false;
        }
        next = now + nanos;
        return true;
    }
}
