package dev.atelier.autopilot.worker.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Which fold each row is in: fixed once for a job and shared by all its candidates, so that out-of-fold predictions can be combined. A row may be in no fold:
 * then all folds learn from it and nothing is measured on it.
 */
public final class Folds {

    private static final byte NO_FOLD = -1;

    private final byte[] assignment;
    private final int count;

    public Folds(byte[] assignment, int count) {
        this.assignment = assignment;
        this.count = count;
    }

    /**
     * Stratified folds: rows in the order of the target, ties shuffled, are dealt to the folds in turn, so that each fold has as many rows of a class as
     * any other, up to one. Values are dealt in a new order in each turn, so that no fold always gets the smallest. Rows of a class that has fewer rows than
     * there are folds are in no fold, since some fold would have to know a class that it has not seen.
     *
     * @param classes whether the target is a class
     */
    public static Folds stratified(double[] target, boolean classes, int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long[] ties = random.longs(target.length).toArray();
        int[] order = IntStream.range(0, target.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer row) -> target[row]).thenComparingLong(row -> ties[row]))
                .mapToInt(Integer::intValue)
                .toArray();
        byte[] assignment = new byte[target.length];
        int[] deal = IntStream.range(0, count).toArray();
        int turn = 0;
        int from = 0;
        while (from < order.length) {
            int end = classes ? end(target, order, from) : order.length;
            boolean rare = classes && end - from < count;
            for (; from < end; from++) {
                if (rare) {
                    assignment[order[from]] = NO_FOLD;
                    continue;
                }
                if (turn % count == 0 && !classes) {
                    shuffle(deal, random);
                }
                assignment[order[from]] = (byte) deal[turn++ % count];
            }
        }
        return new Folds(assignment, count);
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

    public int count() {
        return count;
    }

    /** The row's fold; below 0 when it is in none. */
    public int fold(int row) {
        return assignment[row];
    }

    /** The rows that a fold is measured on. */
    public int[] validationRows(int fold) {
        return IntStream.range(0, assignment.length)
                .filter(row -> assignment[row] == fold)
                .toArray();
    }

    /** All rows that are measured. */
    public int[] measuredRows() {
        return IntStream.range(0, assignment.length)
                .filter(row -> assignment[row] >= 0)
                .toArray();
    }

    /** The rows that are measured in other folds. */
    public int[] otherRows(int fold) {
        return IntStream.range(0, assignment.length)
                .filter(row -> assignment[row] >= 0 && assignment[row] != fold)
                .toArray();
    }

    /** The rows that a fold learns from. */
    public int[] trainingRows(int fold) {
        return IntStream.range(0, assignment.length)
                .filter(row -> assignment[row] != fold)
                .toArray();
    }

    public void write(Path file) throws IOException {
        byte[] bytes = new byte[assignment.length + 1];
        bytes[0] = (byte) count;
        System.arraycopy(assignment, 0, bytes, 1, assignment.length);
        Files.write(file, bytes);
    }

    public static Folds read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        return new Folds(Arrays.copyOfRange(bytes, 1, bytes.length), bytes[0]);
    }
}
