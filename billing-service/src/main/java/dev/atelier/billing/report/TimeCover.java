package dev.atelier.billing.report;

import dev.atelier.billing.cost.Micros;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Times, each in the form of the coarsest sum that it is.
 *
 * @param months whole months (UTC), by their first days
 * @param days whole days (UTC) beside those
 * @param quarters parts of days
 * @param pieces the rest
 */
record TimeCover(
        List<CostWindow.Day> months,
        List<CostWindow.Day> days,
        List<CostWindow.Quarters> quarters,
        List<CostWindow.Piece> pieces) {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration QUARTER = Duration.ofMinutes(15);
    private static final long QUARTER_MICROS = Micros.of(QUARTER);

    private TimeCover() {
        this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    boolean isEmpty() {
        return months.isEmpty() && days.isEmpty() && quarters.isEmpty() && pieces.isEmpty();
    }

    private void piece(Instant start, Instant end, int run) {
        if (!start.isBefore(end)) {
            return;
        }
        CostWindow.Piece last = pieces.isEmpty() ? null : pieces.getLast();
        if (last != null && last.run() == run && last.end().equals(start)) {
            pieces.set(pieces.size() - 1, new CostWindow.Piece(last.start(), end, run));
        } else {
            pieces.add(new CostWindow.Piece(start, end, run));
        }
    }

    /** Chooses what to add and what to take away, so that little is left that no sum knows. */
    static final class Builder {
        private final KnownSums sums;
        private final Instant now;
        private final TimeCover added = new TimeCover();
        private final TimeCover taken = new TimeCover();

        Builder(KnownSums sums, Instant now) {
            this.sums = sums;
            this.now = now;
        }

        TimeCover added() {
            return added;
        }

        TimeCover taken() {
            return taken;
        }

        void add(CostWindow.Run time, int run) {
            if (sums == KnownSums.NONE) {
                added.piece(time.start(), time.end(), run);
                return;
            }
            Instant from = time.start();
            while (from.isBefore(time.end())) {
                YearMonth month = YearMonth.from(from.atOffset(ZoneOffset.UTC));
                Instant first = midnight(month.atDay(1));
                Instant next = midnight(month.plusMonths(1).atDay(1));
                Instant to = earlier(time.end(), next);
                if (mostOf(first, next, from, to)) {
                    added.months().add(new CostWindow.Day(month.atDay(1), run));
                    days(taken, added, first, from, run);
                    days(taken, added, to, next, run);
                } else {
                    days(added, taken, from, to, run);
                }
                from = to;
            }
        }

        private void days(TimeCover cover, TimeCover opposite, Instant start, Instant end, int run) {
            Instant from = start;
            while (from.isBefore(end)) {
                Instant first = from.truncatedTo(ChronoUnit.DAYS);
                Instant next = first.plus(DAY);
                Instant to = earlier(end, next);
                LocalDate day = LocalDate.ofInstant(from, ZoneOffset.UTC);
                if (from.equals(first) && to.equals(next)) {
                    cover.days().add(new CostWindow.Day(day, run));
                } else if (sums == KnownSums.QUARTERS) {
                    quarters(cover, day, from, to, run);
                } else if (mostOf(first, next, from, to)) {
                    cover.days().add(new CostWindow.Day(day, run));
                    opposite.piece(first, from, run);
                    opposite.piece(to, next, run);
                } else {
                    cover.piece(from, to, run);
                }
                from = to;
            }
        }

        private static void quarters(TimeCover cover, LocalDate day, Instant start, Instant end, int run) {
            Instant midnight = midnight(day);
            int from = Math.toIntExact(Math.ceilDiv(Micros.between(midnight, start), QUARTER_MICROS));
            int to = Math.toIntExact(Micros.between(midnight, end) / QUARTER_MICROS);
            if (from < to) {
                cover.quarters().add(new CostWindow.Quarters(day, from, to, run));
                cover.piece(start, midnight.plus(QUARTER.multipliedBy(from)), run);
                cover.piece(midnight.plus(QUARTER.multipliedBy(to)), end, run);
            } else {
                cover.piece(start, end, run);
            }
        }

        /** Whether of a whole, as far as it is past, less is beside a part than in it. */
        private boolean mostOf(Instant first, Instant next, Instant from, Instant to) {
            return past(first, next).minus(past(from, to)).compareTo(past(from, to)) < 0
                    || (from.equals(first) && to.equals(next));
        }

        private Duration past(Instant from, Instant to) {
            Instant until = earlier(to, now);
            return from.isBefore(until) ? Duration.between(from, until) : Duration.ZERO;
        }

        private static Instant earlier(Instant one, Instant other) {
            return one.isBefore(other) ? one : other;
        }

        private static Instant midnight(LocalDate day) {
            return day.atStartOfDay(ZoneOffset.UTC).toInstant();
        }
    }
}
