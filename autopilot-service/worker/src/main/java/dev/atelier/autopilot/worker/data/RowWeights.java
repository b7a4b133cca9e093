package dev.atelier.autopilot.worker.data;

import java.util.Arrays;

/** How much each row counts, as an array; an empty one says that all count the same. */
public final class RowWeights {

    /** All rows count the same. */
    public static final double[] EQUAL = new double[0];

    private RowWeights() {}

    /** The weight of the row at a position. */
    public static double at(double[] weights, int position) {
        return weights.length == 0 ? 1 : weights[position];
    }

    /** The weights of some rows, in their order. */
    public static double[] take(double[] weights, int... rows) {
        return weights.length == 0
                ? EQUAL
                : Arrays.stream(rows).mapToDouble(row -> weights[row]).toArray();
    }

    /** The sum over some number of rows. */
    public static double total(double[] weights, int rows) {
        return weights.length == 0 ? rows : Arrays.stream(weights).sum();
    }

    /** The same proportions with mean 1, so that what a learner takes for a number of rows remains one. */
    public static double[] scaled(double[] weights) {
        double mean = Arrays.stream(weights).average().orElse(1);
        return Arrays.stream(weights).map(weight -> weight / mean).toArray();
    }
}
