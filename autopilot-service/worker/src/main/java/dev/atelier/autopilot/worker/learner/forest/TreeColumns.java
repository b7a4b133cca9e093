package dev.atelier.autopilot.worker.learner.forest;

import dev.atelier.autopilot.worker.feature.Matrix;
import java.util.Arrays;

/**
 * A matrix by columns, in single precision. A missing value stands below all others of its column, so that a split can set the
 * missing apart.
 */
final class TreeColumns {
    private final float[][] columns;
    private final float[] missing;

    private TreeColumns(float[][] columns, float[] missing) {
        this.columns = columns;
        this.missing = missing;
    }

    /** The training rows; they say where the missing values stand. */
    static TreeColumns of(Matrix matrix) {
        float[] missing = new float[matrix.columns()];
        double[] values = matrix.values();
        for (int j = 0; j < missing.length; j++) {
            double min = Double.POSITIVE_INFINITY;
            double max = Double.NEGATIVE_INFINITY;
            for (int i = j; i < values.length; i += matrix.columns()) {
                if (!Double.isNaN(values[i])) {
                    min = Math.min(min, values[i]);
                    max = Math.max(max, values[i]);
                }
            }
            missing[j] = below(min, max);
        }
        return of(matrix, missing);
    }

    /** Other rows, with the missing values where the training rows put them. */
    static TreeColumns of(Matrix matrix, float[] missing) {
        float[][] columns = new float[matrix.columns()][matrix.rows()];
        double[] values = matrix.values();
        int at = 0;
        for (int i = 0; i < matrix.rows(); i++) {
            for (int j = 0; j < columns.length; j++) {
                double value = values[at++];
                columns[j][i] = Double.isNaN(value) ? missing[j] : clamp(value);
            }
        }
        return new TreeColumns(columns, missing);
    }

    /** A tenth of the range below the least value; a column without any value gives 0. */
    private static float below(double min, double max) {
        if (min > max) {
            return 0;
        }
        return clamp(min - 0.1 * (max - min) - Math.max(1e-3, 1e-3 * Math.abs(min)));
    }

    private static float clamp(double value) {
        return (float) Math.clamp(value, -Float.MAX_VALUE / 4, Float.MAX_VALUE / 4);
    }

    int count() {
        return columns.length;
    }

    float[] column(int index) {
        return columns[index];
    }

    /** The values of a row; a copy. */
    float[] row(int index) {
        float[] row = new float[columns.length];
        for (int j = 0; j < row.length; j++) {
            row[j] = columns[j][index];
        }
        return row;
    }

    /** Where missing values stand, by column; a copy. */
    float[] missing() {
        return Arrays.copyOf(missing, missing.length);
    }
}
