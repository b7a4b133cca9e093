package dev.atelier.autopilot.worker.learner.forest;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * RandomForest: the best of all thresholds of a column. Large nodes are summed into at most 256 bins of about equally many training
 * rows; in small ones each value is looked at.
 */
final class BestThreshold implements Splitter {
    private static final int BINS = 256;
    private static final int SMALL = 400;

    private final TreeColumns columns;
    private final Criterion criterion;
    private final byte[][] bins;
    /** The greatest value of each bin, by column. */
    private final float[][] tops;

    private final double[] histogram;
    private final int[] counts = new int[BINS];
    private final long[] sorted = new long[SMALL];
    private final double[] left;
    private final double[] right;

    private BestThreshold(TreeColumns columns, Criterion criterion, byte[][] bins, float[][] tops) {
        this.columns = columns;
        this.criterion = criterion;
        this.bins = bins;
        this.tops = tops;
        this.histogram = new double[BINS * criterion.width()];
        this.left = new double[criterion.width()];
        this.right = new double[criterion.width()];
    }

    static BestThreshold of(TreeColumns columns, Criterion criterion) {
        byte[][] bins = new byte[columns.count()][];
        float[][] tops = new float[columns.count()][];
        for (int j = 0; j < bins.length; j++) {
            float[] values = columns.column(j);
            tops[j] = tops(values);
            bins[j] = new byte[values.length];
            for (int i = 0; i < values.length; i++) {
                int found = Arrays.binarySearch(tops[j], values[i]);
                bins[j][i] = (byte) (found >= 0 ? found : -found - 1);
            }
        }
        return new BestThreshold(columns, criterion, bins, tops);
    }

    private static float[] tops(float[] values) {
        float[] ordered = values.clone();
        Arrays.sort(ordered);
        float[] tops = new float[BINS];
        int count = 0;
        double share = (double) ordered.length / BINS;
        int from = 0;
        while (from < ordered.length) {
            int to = (int) Math.min(ordered.length - 1L, Math.max(from, Math.round((count + 1) * share) - 1));
            float top = count == BINS - 1 ? ordered[ordered.length - 1] : ordered[to];
            tops[count++] = top;
            int next = to + 1;
            while (next < ordered.length && ordered[next] <= top) {
                next++;
            }
            from = next;
        }
        return Arrays.copyOf(tops, count);
    }

    @Override
    public boolean search(
            int column, int[] rows, int from, int to, double[] all, int minLeaf, Split best, SplittableRandom random) {
        return to - from <= SMALL
                ? each(column, rows, from, to, all, minLeaf, best)
                : binned(column, rows, from, to, all, minLeaf, best);
    }

    private boolean each(int column, int[] rows, int from, int to, double[] all, int minLeaf, Split best) {
        float[] values = columns.column(column);
        int size = to - from;
        for (int i = 0; i < size; i++) {
            int row = rows[from + i];
            sorted[i] = (long) order(values[row]) << 32 | row;
        }
        Arrays.sort(sorted, 0, size);
        if (sorted[0] >> 32 == sorted[size - 1] >> 32) {
            return false;
        }
        Arrays.fill(left, 0);
        for (int i = 0; i < size - 1; i++) {
            criterion.add(left, 0, (int) sorted[i]);
            int count = i + 1;
            if (count >= minLeaf && size - count >= minLeaf && sorted[i] >> 32 != sorted[i + 1] >> 32) {
                Criterion.rest(all, left, right);
                best.offer(
                        column,
                        middle(values[(int) sorted[i]], values[(int) sorted[i + 1]]),
                        criterion.purity(left, count) + criterion.purity(right, size - count));
            }
        }
        return true;
    }

    private boolean binned(int column, int[] rows, int from, int to, double[] all, int minLeaf, Split best) {
        int width = criterion.width();
        int used = tops[column].length;
        Arrays.fill(histogram, 0, used * width, 0);
        Arrays.fill(counts, 0, used, 0);
        byte[] bin = bins[column];
        for (int i = from; i < to; i++) {
            int at = bin[rows[i]] & 0xff;
            counts[at]++;
            criterion.add(histogram, at * width, rows[i]);
        }
        int size = to - from;
        Arrays.fill(left, 0);
        int count = 0;
        int last = -1;
        for (int at = 0; at < used; at++) {
            if (counts[at] == 0) {
                continue;
            }
            if (last >= 0 && count >= minLeaf && size - count >= minLeaf) {
                Criterion.rest(all, left, right);
                best.offer(
                        column,
                        tops[column][last],
                        criterion.purity(left, count) + criterion.purity(right, size - count));
            }
            for (int k = 0; k < width; k++) {
                left[k] += histogram[at * width + k];
            }
            count += counts[at];
            last = at;
        }
        return counts[last] < size;
    }

    /** A value between two that keeps them apart. */
    private static float middle(float low, float high) {
        float middle = low + (high - low) / 2;
        return middle >= high ? low : middle;
    }

    /** The bits of a number in the order of numbers. */
    private static int order(float value) {
        int bits = Float.floatToIntBits(value == 0 ? 0 : value);
        return bits ^ (bits >> 31 & Integer.MAX_VALUE);
    }
}
