package dev.atelier.autopilot.worker.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** How rows are dealt to folds. */
public sealed interface Split permits Split.Stratified, Split.ByGroup, Split.ByTime, HoldOut {

    /**
     * Deals.
     *
     * @param target class indexes or values
     * @param classes whether the target is a class
     * @param count how many folds
     */
    Folds deal(double[] target, boolean classes, int count, long seed);

    /** By the target alone. */
    record Stratified() implements Split {

        /**
         * Rows in the order of the target, ties shuffled, are dealt to the folds in turn, so that each fold has as many rows of a class as
         * any other, up to one. Values are dealt in a new order in each turn, so that no fold always gets the smallest. Rows of a class that has fewer rows than
         * there are folds are in no fold, since some fold would have to know a class that it has not seen.
         */
        @Override
        public Folds deal(double[] target, boolean classes, int count, long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            long[] ties = random.longs(target.length).toArray();
            int[] order = order(target, ties);
            byte[] assignment = new byte[target.length];
            int[] deal = IntStream.range(0, count).toArray();
            int turn = 0;
            int from = 0;
            while (from < order.length) {
                int end = classes ? end(target, order, from) : order.length;
                boolean rare = classes && end - from < count;
                for (; from < end; from++) {
                    if (rare) {
                        assignment[order[from]] = Folds.NO_FOLD;
                        continue;
                    }
                    if (turn % count == 0 && !classes) {
                        shuffle(deal, random);
                    }
                    assignment[order[from]] = (byte) deal[turn++ % count];
                }
            }
            return Folds.of(assignment, count);
        }

        /** Rows in the order of the target, those with the same one in the order of their ties, which all differ. No row is an object, of which a million would be slow. */
        static int[] order(double[] target, long[] ties) {
            double[] sorted = target.clone();
            Arrays.sort(sorted);
            int[] from = new int[sorted.length + 1];
            int distinct = 0;
            for (int i = 0; i < sorted.length; i++) {
                if (i == 0 || Double.compare(sorted[i], sorted[i - 1]) != 0) {
                    from[distinct] = i;
                    sorted[distinct++] = sorted[i];
                }
            }
            from[distinct] = sorted.length;
            int[] next = from.clone();
            long[] grouped = new long[target.length];
            int[] group = new int[target.length];
            for (int row = 0; row < target.length; row++) {
                group[row] = Arrays.binarySearch(sorted, 0, distinct, target[row]);
                grouped[next[group[row]]++] = ties[row];
            }
            for (int g = 0; g < distinct; g++) {
                Arrays.sort(grouped, from[g], from[g + 1]);
            }
            int[] order = new int[target.length];
            for (int row = 0; row < target.length; row++) {
                order[Arrays.binarySearch(grouped, from[group[row]], from[group[row] + 1], ties[row])] = row;
            }
            return order;
        }

        /** Where the rows with the same target end. */
        private static int end(double[] target, int[] order, int from) {
            int end = from;
            while (end < order.length && target[order[end]] == target[order[from]]) {
                end++;
            }
            return end;
        }

        private static void shuffle(int[] values, SplittableRandom random) {
            for (int i = values.length - 1; i > 0; i--) {
                int j = random.nextInt(i + 1);
                int swap = values[i];
                values[i] = values[j];
                values[j] = swap;
            }
        }
    }

    /**
     * Whole groups, so that no fold is measured on a group that it has learned from. Groups are dealt the largest first, each to the fold that has the fewest rows
     * of the group's classes (or tenths of the values), so that folds are as alike as groups allow.
     *
     * @param groups a number for each row's group
     */
    @SuppressWarnings("ArrayRecordComponent")
    record ByGroup(int[] groups) implements Split {

        private static final int STRATA = 10;

        @Override
        public Folds deal(double[] target, boolean classes, int count, long seed) {
            int[] strata = classes
                    ? Arrays.stream(target).mapToInt(value -> (int) value).toArray()
                    : tenths(target);
            int kinds = Arrays.stream(strata).max().orElse(0) + 1;
            int[][] rows = new int[Arrays.stream(groups).max().orElse(0) + 1][kinds];
            for (int row = 0; row < groups.length; row++) {
                rows[groups[row]][strata[row]]++;
            }
            SplittableRandom random = new SplittableRandom(seed);
            long[] ties = random.longs(rows.length).toArray();
            List<Integer> order =
                    new ArrayList<>(IntStream.range(0, rows.length).boxed().toList());
            order.sort(Comparator.comparingInt(
                            (Integer group) -> -Arrays.stream(rows[group]).sum())
                    .thenComparingLong(group -> ties[group]));
            int[][] held = new int[count][kinds];
            byte[] foldOf = new byte[rows.length];
            for (int group : order) {
                int fold = emptiest(held, rows[group]);
                foldOf[group] = (byte) fold;
                for (int k = 0; k < kinds; k++) {
                    held[fold][k] += rows[group][k];
                }
            }
            byte[] assignment = new byte[groups.length];
            for (int row = 0; row < assignment.length; row++) {
                assignment[row] = foldOf[groups[row]];
            }
            Folds folds = Folds.of(assignment, count);
            return classes ? folds.measuringKnownClasses(target) : folds;
        }

        /** The fold that would hold the least of what the group brings, then the one with the fewest rows. */
        private static int emptiest(int[][] held, int[] group) {
            int best = 0;
            long least = Long.MAX_VALUE;
            for (int fold = 0; fold < held.length; fold++) {
                long alike = 0;
                for (int k = 0; k < group.length; k++) {
                    alike += (long) group[k] * held[fold][k];
                }
                long load = (alike << 20) + Arrays.stream(held[fold]).sum();
                if (load < least) {
                    least = load;
                    best = fold;
                }
            }
            return best;
        }

        private static int[] tenths(double[] target) {
            double[] sorted = target.clone();
            Arrays.sort(sorted);
            double[] limits = IntStream.range(1, STRATA)
                    .mapToDouble(i -> sorted[(int) ((long) i * (sorted.length - 1) / STRATA)])
                    .toArray();
            return Arrays.stream(target)
                    .mapToInt(value -> (int)
                            Arrays.stream(limits).filter(limit -> value > limit).count())
                    .toArray();
        }
    }

    /**
     * In order: the rows by time in one more part than there are folds. The first is only learned from; each fold is measured on the next part and learns from
     * all before it. Rows of one moment are in one part.
     *
     * @param times a number for each row's time
     */
    @SuppressWarnings("ArrayRecordComponent")
    record ByTime(double[] times) implements Split {

        @Override
        public Folds deal(double[] target, boolean classes, int count, long seed) {
            int[] order = IntStream.range(0, times.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble((Integer row) -> times[row]))
                    .mapToInt(Integer::intValue)
                    .toArray();
            byte[] assignment = new byte[times.length];
            int part = 0;
            for (int i = 0; i < order.length; i++) {
                boolean sameMoment = i > 0 && times[order[i]] == times[order[i - 1]];
                if (!sameMoment) {
                    part = Math.max(part, (int) ((long) i * (count + 1) / order.length));
                }
                assignment[order[i]] = (byte) (part - 1);
            }
            boolean[] measured = new boolean[times.length];
            Arrays.fill(measured, true);
            Folds folds = new Folds(assignment, measured, count, true);
            return classes ? folds.measuringKnownClasses(target) : folds;
        }
    }
}
