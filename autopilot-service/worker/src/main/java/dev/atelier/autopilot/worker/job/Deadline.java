package dev.atelier.autopilot.worker.job;

import java.time.Duration;

/** A point in time on the monotonic clock. */
public record Deadline(long nanos) {

    /** Effectively none. */
    public static final Deadline NONE = new Deadline(Long.MAX_VALUE);

    private static final double NANOS = 1e9;

    public static Deadline in(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
    }

    public boolean isNone() {
        return nanos == Long.MAX_VALUE;
    }

    public boolean expired() {
        return !isNone() && nanos - System.nanoTime() <= 0;
    }

    public double remainingSeconds() {
        return isNone() ? Double.POSITIVE_INFINITY : (nanos - System.nanoTime()) / NANOS;
    }

    /** So many seconds earlier. */
    public Deadline earlier(double seconds) {
        return isNone() ? this : new Deadline(nanos - (long) (NANOS * seconds));
    }

    /** The end of a part of the time that is left. */
    public Deadline part(double part) {
        long now = System.nanoTime();
        return isNone() ? this : new Deadline(now + (long) (part * Math.max(0, nanos - now)));
    }

    /** The end of the first of some equal shares of the time that is left. */
    public Deadline share(int shares) {
        long now = System.nanoTime();
        return isNone() ? this : new Deadline(now + Math.max(0, (nanos - now) / Math.max(1, shares)));
    }
}
