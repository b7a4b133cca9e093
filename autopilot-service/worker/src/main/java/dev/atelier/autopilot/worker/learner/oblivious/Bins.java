package dev.atelier.autopilot.worker.learner.oblivious;

import dev.atelier.autopilot.worker.feature.Matrix;
import java.util.Arrays;

/**
 * A training matrix by columns, each value as the number of borders below it. Borders part about equally many rows; a missing value is below all of them. A
 * column of categories has the codes themselves.
 */
final class Bins {

    /** Fits a byte, and as CatBoost has it. */
    static final int MOST_BORDERS = 254;

    private final byte[][] bins;
    private final double[][] borders;
    private final boolean[] categorical;
    private final int[] counts;

    private Bins(byte[][] bins, double[][] borders, boolean[] categorical, int[] counts) {
        this.bins = bins;
        this.borders = borders;
        this.categorical = categorical;
        this.counts = counts;
    }

    static Bins of(Matrix matrix, int most) {
        int columns = matrix.columns();
        byte[][] bins = new byte[columns][matrix.rows()];
        double[][] borders = new double[columns][];
        boolean[] categorical = new boolean[columns];
        matrix.categorical().forEach(column -> categorical[column] = true);
        int[] counts = new int[columns];
        double[] values = new double[matrix.rows()];
        for (int j = 0; j < columns; j++) {
            for (int i = 0; i < values.length; i++) {
                values[i] = matrix.values()[i * columns + j];
            }
            if (categorical[j]) {
                borders[j] = new double[0];
                counts[j] = codes(values, bins[j]);
            } else {
                borders[j] = borders(values, most);
                counts[j] = borders[j].length + 1;
                for (int i = 0; i < values.length; i++) {
                    bins[j][i] = (byte) below(borders[j], values[i]);
                }
            }
        }
        return new Bins(bins, borders, categorical, counts);
    }

    /** Codes as they are, missing ones after the last, where no question names them. */
    private static int codes(double[] values, byte[] bins) {
        int count = 0;
        for (double value : values) {
            count = Double.isNaN(value) ? count : Math.max(count, code(value) + 1);
        }
        for (int i = 0; i < values.length; i++) {
            bins[i] = (byte) (Double.isNaN(values[i]) ? count : code(values[i]));
        }
        return count;
    }

    private static int code(double value) {
        return (int) Math.min(value, MOST_BORDERS);
    }

    /** How many borders are less than a value; none for a missing one. */
    private static int below(double[] borders, double value) {
        if (Double.isNaN(value)) {
            return 0;
        }
        int found = Arrays.binarySearch(borders, value);
        return found >= 0 ? found : -found - 1;
    }

    private static double[] borders(double[] values, int most) {
        double[] ordered = Arrays.stream(values)
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        double[] borders = new double[most];
        int count = 0;
        if (ordered.length > 0 && ordered.length < values.length) {
            borders[count++] = Double.NEGATIVE_INFINITY;
        }
        int distinct = distinct(ordered);
        double share = distinct <= most - count ? 0 : (double) ordered.length / (most - count);
        double next = share;
        for (int i = 1; i < ordered.length && count < most; i++) {
            if (ordered[i] > ordered[i - 1] && i >= next) {
                borders[count++] = between(ordered[i - 1], ordered[i]);
                next = share == 0 ? 0 : Math.max(next + share, i + share / 2);
            }
        }
        return Arrays.copyOf(borders, count);
    }

    private static int distinct(double[] ordered) {
        int distinct = ordered.length == 0 ? 0 : 1;
        for (int i = 1; i < ordered.length; i++) {
            distinct += ordered[i] > ordered[i - 1] ? 1 : 0;
        }
        return distinct;
    }

    /** A value from the lower one on that is less than the higher one. */
    private static double between(double low, double high) {
        double middle = low + (high - low) / 2;
        return middle < high ? middle : low;
    }

    int columns() {
        return bins.length;
    }

    /** The rows' bins of a column, unsigned. */
    byte[] column(int column) {
        return bins[column];
    }

    /** How many bins a column has; one more of categories if some are missing. */
    int count(int column) {
        return counts[column];
    }

    boolean categorical(int column) {
        return categorical[column];
    }

    /** What a question about a column asks of values: more than the border above a bin, or equal to the bin's code. */
    double asked(int column, int bin) {
        return categorical[column] ? bin : borders[column][bin];
    }
}
