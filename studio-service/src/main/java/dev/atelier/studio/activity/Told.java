package dev.atelier.studio.activity;

import dev.atelier.studio.kernel.BusyTimes;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What billing was last told of an app.
 *
 * @param busy that it computes; else that it idles
 * @param since from when
 */
record Told(boolean busy, Instant since) {
    /**
     * What billing is to be told next; empty when it knows. Idling is told once it has lasted for a {@linkplain BusyTimes#PAUSE minute}, from
     * its begin: at most one change of each kind in a minute.
     *
     * @param seen what is known of the app; null when nothing is
     * @param unseen since when it is known that nothing in the app computes, though nothing was seen of it; null when that is not known
     */
    Optional<Told> next(BusyTimes.@Nullable Seen seen, @Nullable Instant unseen, Instant now) {
        return busy ? idles(seen, unseen, now) : computes(seen);
    }

    private Optional<Told> computes(BusyTimes.@Nullable Seen seen) {
        BusyTimes.Span span = seen == null ? null : seen.span();
        if (span == null) {
            return Optional.empty();
        }
        Instant end = span.to();
        return end == null || end.isAfter(since) ? Optional.of(new Told(true, later(span.from()))) : Optional.empty();
    }

    private Optional<Told> idles(BusyTimes.@Nullable Seen seen, @Nullable Instant unseen, Instant now) {
        Instant quiet = seen == null ? unseen : seen.quietSince();
        return quiet == null || Duration.between(quiet, now).compareTo(BusyTimes.PAUSE) < 0
                ? Optional.empty()
                : Optional.of(new Told(false, later(quiet)));
    }

    /** Events of an app have different times, in their order. */
    private Instant later(Instant time) {
        Instant earliest = since.plus(1, ChronoUnit.MICROS);
        return time.isBefore(earliest) ? earliest : time.truncatedTo(ChronoUnit.MICROS);
    }
}
