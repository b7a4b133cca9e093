package dev.atelier.studio.idle;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is to be done about something that is quiet. */
sealed interface Verdict {
    /** Nothing yet. */
    record Wait() implements Verdict {}

    /** Its owner is to be told that it will be shut down at that time. */
    record Warn(Instant due) implements Verdict {}

    /** Its owner was told, the time is over, and it was quiet all along. */
    record ShutDown() implements Verdict {}

    /**
     * Nothing is shut down unannounced: when its time is over and nobody was told, as after a shortened timeout, the time of the
     * warning begins now.
     *
     * @param quietSince when it was last used
     * @param timeout zero for never
     * @param announced the time that the owner was told for this quiet spell; null before
     */
    static Verdict of(
            Instant quietSince, Duration timeout, Duration warning, @Nullable Instant announced, Instant now) {
        if (timeout.isZero()) {
            return new Wait();
        }
        Instant due = quietSince.plus(timeout);
        if (announced != null && !announced.isBefore(due)) {
            return now.isBefore(announced) ? new Wait() : new ShutDown();
        }
        Duration half = timeout.dividedBy(2);
        Duration notice = warning.compareTo(half) < 0 ? warning : half;
        if (now.isBefore(due.minus(notice))) {
            return new Wait();
        }
        Instant earliest = now.plus(notice);
        return new Warn(earliest.isAfter(due) ? earliest : due);
    }
}
