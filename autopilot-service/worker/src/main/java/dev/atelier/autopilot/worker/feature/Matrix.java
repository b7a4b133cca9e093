package dev.atelier.autopilot.worker.feature;

import java.util.Arrays;
import java.util.List;

/** A dense matrix of numbers in row-major order; NaN is a missing value. */
public final class Matrix {

    private final int rows;
    private final int columns;
    private final double[] values;
    private final List<Integer> categorical;

    /**
     * Wraps the values.
     *
     * @param categorical columns that hold codes of categories from 0, not quantities
     */
    public Matrix(int rows, int columns, double[] values, List<Integer> categorical) {
        this.rows = rows;
        this.columns = columns;
        this.values = values;
        this.categorical = List.copyOf(categorical);
    }

    public int rows() {
        return rows;
    }

    public int columns() {
        return columns;
    }

    /** The array itself, not a copy. */
    public double[] values() {
        return values;
    }

    public List<Integer> categorical() {
        return categorical;
    }

    /** A part of the rows, copied. */
    public Matrix slice(int from, int to) {
        return new Matrix(to - from, columns, Arrays.copyOfRange(values, from * columns, to * columns), categorical);
    }
}
