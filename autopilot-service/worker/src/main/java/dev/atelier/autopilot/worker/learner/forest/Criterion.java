package dev.atelier.autopilot.worker.learner.forest;

import java.util.Arrays;

/**
 * What a set of rows comes to, and how pure it is. The purity of a split is the sum of that of its sides; the greatest wins. Gini
 * and squared error share one form, (sum of squares of sums) ÷ rows; entropy is n times the negative entropy.
 */
final class Criterion {
    /** Gini impurity for classes, squared error for values, or entropy for classes. */
    enum Kind {
        GINI,
        ENTROPY,
        SQUARED_ERROR
    }

    private final Kind kind;
    private final double[] target;
    private final int width;

    /**
     * For a target.
     *
     * @param classes number of classes; 0 for values
     */
    Criterion(Kind kind, double[] target, int classes) {
        this.kind = kind;
        this.target = target;
        this.width = Math.max(1, classes);
    }

    /** How many sums describe a set of rows. */
    int width() {
        return width;
    }

    /** Adds a row to the sums that begin at an offset. */
    void add(double[] sums, int at, int row) {
        if (kind == Kind.SQUARED_ERROR) {
            sums[at] += target[row];
        } else {
            sums[at + (int) target[row]]++;
        }
    }

    /** How pure rows with these sums are, times their number. */
    double purity(double[] sums, int rows) {
        if (rows == 0) {
            return 0;
        }
        if (kind == Kind.ENTROPY) {
            double sum = 0;
            for (double count : sums) {
                if (count > 0) {
                    sum += count * Math.log(count / rows);
                }
            }
            return sum;
        }
        double squares = 0;
        for (double sum : sums) {
            squares += sum * sum;
        }
        return squares / rows;
    }

    /** The class that all rows have; -1 when they differ or the target is a value. */
    int pureClass(double[] sums, int rows) {
        if (kind == Kind.SQUARED_ERROR) {
            return -1;
        }
        for (int k = 0; k < sums.length; k++) {
            if (sums[k] == rows) {
                return k;
            }
        }
        return -1;
    }

    /** Whether all rows from one position to another have the same target. */
    boolean constant(int[] rows, int from, int to) {
        double first = target[rows[from]];
        for (int i = from + 1; i < to; i++) {
            if (target[rows[i]] != first) {
                return false;
            }
        }
        return true;
    }

    /** The sums of the rows from one position to another. */
    double[] sums(int[] rows, int from, int to) {
        double[] sums = new double[width];
        for (int i = from; i < to; i++) {
            add(sums, 0, rows[i]);
        }
        return sums;
    }

    /** All sums minus those of one side. */
    static void rest(double[] all, double[] side, double[] rest) {
        Arrays.setAll(rest, k -> all[k] - side[k]);
    }
}
