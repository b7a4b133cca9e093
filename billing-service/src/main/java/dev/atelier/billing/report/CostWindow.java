package dev.atelier.billing.report;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * How a question's time is answered: from the sums that the ledger keeps as far as they reach, and interval by interval else.
 * A sum that reaches a little further than what is asked for is read, and the rest taken from it.
 *
 * @param buckets the periods of the answer, in order
 * @param runs the parts of the buckets in which every price holds, in order
 * @param added what is added up
 * @param taken what is taken from that
 */
record CostWindow(List<Period.Bucket> buckets, List<Run> runs, TimeCover added, TimeCover taken) {
    /** More stretches than this are read as one. */
    private static final int MAX_STRETCHES = 8;

    /**
     * A time in one bucket and at one price.
     *
     * @param epoch how many moments at which a price changes are before it
     */
    record Run(Instant start, Instant end, int bucket, int epoch) {}

    /** A whole month, by its first day, or a whole day. */
    record Day(LocalDate day, int run) {}

    /** A part of a day (UTC): from the end of one of its 96 quarters of an hour to that of another; 0 is midnight. */
    record Quarters(LocalDate day, int from, int to, int run) {}

    /** Any time. */
    record Piece(Instant start, Instant end, int run) {}

    /**
     * Cuts the time.
     *
     * @param sums which sums know enough to answer
     * @param changes the moments at which a price changes
     * @param now whatever is later is hardly any usage
     */
    static CostWindow of(List<Period.Bucket> buckets, KnownSums sums, Set<Instant> changes, Instant now) {
        NavigableSet<Instant> moments = new TreeSet<>(changes);
        List<Run> runs = new ArrayList<>();
        int epoch = 0;
        for (int bucket = 0; bucket < buckets.size(); bucket++) {
            Instant from = buckets.get(bucket).start();
            Instant end = buckets.get(bucket).end();
            for (Instant moment : moments.subSet(from, false, end, false)) {
                runs.add(new Run(from, moment, bucket, epoch));
                from = moment;
                epoch++;
            }
            runs.add(new Run(from, end, bucket, epoch));
            epoch += moments.contains(end) ? 1 : 0;
        }
        TimeCover.Builder cover = new TimeCover.Builder(sums, now);
        for (int run = 0; run < runs.size(); run++) {
            cover.add(runs.get(run), run);
        }
        return new CostWindow(buckets, runs, cover.added(), cover.taken());
    }

    /** A time in each epoch, in order. */
    List<Instant> epochs() {
        List<Instant> epochs = new ArrayList<>();
        for (Run run : runs) {
            if (run.epoch() == epochs.size()) {
                epochs.add(run.start());
            }
        }
        return epochs;
    }

    /** The parts of the runs until a time, when what runs is counted. */
    List<Piece> until(Instant now) {
        List<Piece> pieces = new ArrayList<>();
        for (int run = 0; run < runs.size(); run++) {
            Instant start = runs.get(run).start();
            Instant end = runs.get(run).end();
            Instant to = now.isBefore(end) ? now : end;
            if (start.isBefore(to)) {
                pieces.add(new Piece(start, to, run));
            }
        }
        return pieces;
    }

    /** Pieces in stretches without a gap or, when there would be many, in as few as can be without an overlap. */
    static List<List<Piece>> stretches(List<Piece> pieces) {
        List<Piece> ordered =
                pieces.stream().sorted(Comparator.comparing(Piece::start)).toList();
        List<List<Piece>> stretches = sequences(ordered, false);
        return stretches.size() > MAX_STRETCHES ? sequences(ordered, true) : stretches;
    }

    private static List<List<Piece>> sequences(List<Piece> ordered, boolean withGaps) {
        List<List<Piece>> sequences = new ArrayList<>();
        for (Piece piece : ordered) {
            sequences.stream()
                    .filter(sequence -> follows(sequence.getLast(), piece, withGaps))
                    .findFirst()
                    .orElseGet(() -> {
                        sequences.addLast(new ArrayList<>());
                        return sequences.getLast();
                    })
                    .add(piece);
        }
        return sequences;
    }

    private static boolean follows(Piece last, Piece piece, boolean withGaps) {
        return withGaps ? !piece.start().isBefore(last.end()) : piece.start().equals(last.end());
    }
}
