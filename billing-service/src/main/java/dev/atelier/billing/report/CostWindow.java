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
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * How a question's time is answered: whole months and days (UTC) in which every price holds from the sums by month and by
 * day, the rest interval by interval.
 *
 * @param buckets the periods of the answer, in order
 * @param months the first days of whole months, each with the run of days at one price that it belongs to
 * @param days whole days that are in none of the months
 * @param runs first moment and bucket of each run
 * @param edges the rest, in order
 * @param changes the moments at which a price changes
 */
record CostWindow(
        List<Period.Bucket> buckets,
        List<Day> months,
        List<Day> days,
        List<Run> runs,
        List<Piece> edges,
        NavigableSet<Instant> changes) {
    /** More stretches than this are read as one. */
    private static final int MAX_STRETCHES = 8;

    private static final Duration DAY = Duration.ofDays(1);

    record Day(LocalDate day, int run) {}

    /** A time in one bucket and at one price. */
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
        NavigableSet<Instant> sorted = new TreeSet<>(changes);
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
        return new CostWindow(buckets, months, days, runs, edges, sorted);
    }

    /** The edges, cut where a price changes. */
    List<Piece> pieces() {
        return cut(edges, changes);
    }

    /** The parts of the buckets until a time, when what runs is counted, cut where a price changes. */
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
        return cut(pieces, changes);
    }

    /** The pieces in stretches without a gap, or all in one when there would be many. */
    static List<List<Piece>> stretches(List<Piece> pieces) {
        List<List<Piece>> stretches = new ArrayList<>();
        for (Piece piece : pieces) {
            if (stretches.isEmpty() || !stretches.getLast().getLast().end().equals(piece.start())) {
                stretches.add(new ArrayList<>());
            }
            stretches.getLast().add(piece);
        }
        return stretches.size() > MAX_STRETCHES ? List.of(pieces) : stretches;
    }

    /** The same times, cut at moments. */
    private static List<Piece> cut(List<Piece> pieces, NavigableSet<Instant> moments) {
        List<Piece> cut = new ArrayList<>();
        for (Piece piece : pieces) {
            Instant from = piece.start();
            for (Instant moment : moments.subSet(piece.start(), false, piece.end(), false)) {
                cut.add(new Piece(from, moment, piece.bucket()));
                from = moment;
            }
            cut.add(new Piece(from, piece.end(), piece.bucket()));
        }
        return cut;
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
