package dev.atelier.autopilot.worker.learner;

import dev.atelier.autopilot.worker.feature.Matrix;

/** The rows of a matrix for products with weight vectors; mostly-zero matrices (one-hot categories) keep only what is not zero. */
final class Rows {

    private static final double SPARSE = 0.4;

    private final int columns;
    private final double[] values;

    /** Where each row begins, and the column of each value; empty arrays for a dense matrix. */
    private final int[] starts;

    private final int[] index;

    Rows(Matrix matrix) {
        this.columns = matrix.columns();
        double[] dense = matrix.values();
        int nonZero = 0;
        for (double value : dense) {
            nonZero += value != 0 ? 1 : 0;
        }
        if (nonZero > SPARSE * dense.length) {
            this.values = dense;
            this.starts = new int[0];
            this.index = new int[0];
            return;
        }
        this.values = new double[nonZero];
        this.index = new int[nonZero];
        this.starts = new int[matrix.rows() + 1];
        int at = 0;
        for (int i = 0; i < matrix.rows(); i++) {
            for (int j = 0; j < columns; j++) {
                double value = dense[i * columns + j];
                if (value != 0) {
                    values[at] = value;
                    index[at++] = j;
                }
            }
            starts[i + 1] = at;
        }
    }

    /** The row's product with the weights from an offset on, plus the intercept after them. */
    double score(int row, double[] weights, int at) {
        if (starts.length == 0) {
            return LinearObjective.score(weights, at, values, row * columns, columns);
        }
        double sum = weights[at + columns];
        for (int i = starts[row]; i < starts[row + 1]; i++) {
            sum += weights[at + index[i]] * values[i];
        }
        return sum;
    }

    /** Adds the row times a factor, and the factor to the intercept's place. */
    void addTo(double[] gradient, int at, int row, double factor) {
        if (starts.length == 0) {
            int from = row * columns;
            for (int j = 0; j < columns; j++) {
                gradient[at + j] += factor * values[from + j];
            }
        } else {
            for (int i = starts[row]; i < starts[row + 1]; i++) {
                gradient[at + index[i]] += factor * values[i];
            }
        }
        gradient[at + columns] += factor;
    }
}
