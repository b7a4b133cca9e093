package dev.atelier.autopilot.worker.learner.network;

/**
 * Products of matrices. A matrix is an array of rows, so that the inner loops run over whole arrays with one index, which the compiler turns into vector
 * instructions. Sums have one order, whatever the number of rows: a row alone gives the same bits as the row among others.
 */
final class Products {

    private Products() {}

    /** Adds a·b to c for the first rows of a and c; b has {@code inner} rows. */
    static void add(float[][] a, float[][] b, float[][] c, int rows, int inner) {
        for (int r = 0; r < rows; r++) {
            float[] x = a[r];
            float[] to = c[r];
            int i = 0;
            for (; i + 3 < inner; i += 4) {
                addFour(to, x[i], b[i], x[i + 1], b[i + 1], x[i + 2], b[i + 2], x[i + 3], b[i + 3]);
            }
            for (; i < inner; i++) {
                addOne(to, x[i], b[i]);
            }
        }
    }

    /** Adds aᵀ·b to c for the first rows of a and b; c has {@code columns} rows. */
    static void addTransposed(float[][] a, float[][] b, float[][] c, int rows, int columns) {
        int r = 0;
        for (; r + 3 < rows; r += 4) {
            float[] a0 = a[r];
            float[] a1 = a[r + 1];
            float[] a2 = a[r + 2];
            float[] a3 = a[r + 3];
            for (int i = 0; i < columns; i++) {
                addFour(c[i], a0[i], b[r], a1[i], b[r + 1], a2[i], b[r + 2], a3[i], b[r + 3]);
            }
        }
        for (; r < rows; r++) {
            for (int i = 0; i < columns; i++) {
                addOne(c[i], a[r][i], b[r]);
            }
        }
    }

    private static void addFour(
            float[] to, float x0, float[] b0, float x1, float[] b1, float x2, float[] b2, float x3, float[] b3) {
        for (int j = 0; j < to.length; j++) {
            to[j] += (x0 * b0[j] + x1 * b1[j]) + (x2 * b2[j] + x3 * b3[j]);
        }
    }

    private static void addOne(float[] to, float x, float[] b) {
        for (int j = 0; j < to.length; j++) {
            to[j] += x * b[j];
        }
    }

    /** Writes b's transpose. */
    static void transpose(float[][] b, float[][] to) {
        for (int i = 0; i < b.length; i++) {
            float[] row = b[i];
            for (int j = 0; j < row.length; j++) {
                to[j][i] = row[j];
            }
        }
    }
}
