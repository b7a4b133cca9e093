package dev.atelier.billing.report;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a question's time is answered: whole months and days (UTC) in which every price holds from the sums by month and by
 * day, the rest interval by interval.
 *
 * @param buckets the periods of the answer, in order
 * @param months the first days of whole months, each with the run of days at one price that it belongs to
 * @param days whole days that are in none of the months
 * @param runs first moment and bucket of each run
 * @param edges the rest
 */
record CostWindow(List<Period.Bucket> buckets, List<Day> months, List<Day> days, List<Run> runs, List<Piece> edges) {
    private static final Duration DAY = Duration.ofDays(1);

    record Day(LocalDate day, int run) {}

    record Run(Instant at, int bucket) {}

    /** A time in one bucket. */
    record Piece(Instant start, Instant end, int bucket) {}

    /**
     * Cuts the time.
     *
     * @param byDay whether sums by day may answer at all
     * @param changes the moments at which a price changes
     */
    static CostWindow of(List<Period.Bucket> buckets, boolean byDay, Set<Instant> changes) {
        List<Day> days = new ArrayList<>();
        List<Run> runs = new ArrayList<>();
        List<Piece> edges = new ArrayList<>();
        Set<LocalDate> mixed = new HashSet<>();
        for (Instant change : changes) {
            if (!change.equals(change.truncatedTo(ChronoUnit.DAYS))) {
                mixed.add(LocalDate.ofInstant(change, ZoneOffset.UTC));
            }
        }
        for (int bucket = 0; bucket < buckets.size(); bucket++) {
            Instant from = buckets.get(bucket).start();
            Instant end = buckets.get(bucket).end();
            boolean running = false;
            while (from.isBefore(end)) {
                Instant midnight = from.truncatedTo(ChronoUnit.DAYS);
                Instant next = midnight.plus(DAY);
                LocalDate day = LocalDate.ofInstant(from, ZoneOffset.UTC);
                boolean whole = byDay && from.equals(midnight) && !next.isAfter(end) && !mixed.contains(day);
                if (whole) {
                    if (!running || changes.contains(from)) {
                        runs.add(new Run(from, bucket));
                    }
                    days.add(new Day(day, runs.size() - 1));
                    from = next;
                } else {
                    Instant to = byDay && next.isBefore(end) ? next : end;
                    addEdge(edges, new Piece(from, to, bucket));
                    from = to;
                }
                running = whole;
            }
        }
        List<Day> months = months(days);
        Set<YearMonth> whole = new HashSet<>();
        months.forEach(month -> whole.add(YearMonth.from(month.day())));
        days.removeIf(day -> whole.contains(YearMonth.from(day.day())));
        return new CostWindow(buckets, months, days, runs, edges);
    }

    /** The parts of the buckets until a time: when what runs is counted. */
    List<Piece> until(Instant now) {
        List<Piece> pieces = new ArrayList<>();
        for (int bucket = 0; bucket < buckets.size(); bucket++) {
            Instant start = buckets.get(bucket).start();
            Instant end = buckets.get(bucket).end();
            Instant to = now.isBefore(end) ? now : end;
            if (start.isBefore(to)) {
                pieces.add(new Piece(start, to, bucket));
            }
        }
        return pieces;
    }

    /** Whether there are several pieces, each of which begins where the one before it ends. */
    static boolean inARow(List<Piece> pieces) {
        for (int i = 1; i < pieces.size(); i++) {
            if (!pieces.get(i).start().equals(pieces.get(i - 1).end())) {
                return false;
            }
        }
        return pieces.size() > 1;
    }

    /** The months of which all days are there, at one price. */
    private static List<Day> months(List<Day> days) {
        List<Day> months = new ArrayList<>();
        Map<Day, Integer> counts = new HashMap<>();
        for (Day day : days) {
            YearMonth month = YearMonth.from(day.day());
            Day first = new Day(month.atDay(1), day.run());
            if (counts.merge(first, 1, Integer::sum) == month.lengthOfMonth()) {
                months.add(first);
            }
        }
        return months;
    }

    private static void addEdge(List<Piece> edges, Piece piece) {
        Piece last = edges.isEmpty() ? null : edges.getLast();
        if (last != null && last.bucket() == piece.bucket() && last.end().equals(piece.start())) {
            edges.set(edges.size() - 1, new Piece(last.start(), piece.end(), piece.bucket()));
        } else {
            edges.add(piece);
        }
    }
}
