package dev.atelier.autopilot.worker.learner.network;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/**
 * Products of matrices. A matrix is an array of rows, so that the inner loops run over whole arrays with one index, which the compiler turns into vector
 * instructions; each adds four rows to two, which loads less than adding them to one at a time. Sums have one order, whatever the number of rows: a row alone
 * gives the same bits as the row among others.
 */
final class Products {

    /** Without the processor's instruction {@link Math#fma} is exact arithmetic in software, far slower than the sum. */
    private static final boolean FUSED = fused();

    private Products() {}

    private static boolean fused() {
        HotSpotDiagnosticMXBean machine = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        return machine != null
                && Boolean.parseBoolean(machine.getVMOption("UseFMA").getValue());
    }

    /** Adds a·b to c for the first rows of a and c; b has {@code inner} rows. */
    static void add(float[][] a, float[][] b, float[][] c, int rows, int inner) {
        int r = 0;
        for (; r + 1 < rows; r += 2) {
            float[] x = a[r];
            float[] y = a[r + 1];
            float[] to = c[r];
            float[] next = c[r + 1];
            int i = 0;
            for (; i + 3 < inner; i += 4) {
                addFour(
                        to, x[i], x[i + 1], x[i + 2], x[i + 3], next, y[i], y[i + 1], y[i + 2], y[i + 3], b[i],
                        b[i + 1], b[i + 2], b[i + 3]);
            }
            for (; i < inner; i++) {
                addOne(to, x[i], b[i]);
                addOne(next, y[i], b[i]);
            }
        }
        if (r < rows) {
            addRow(a[r], b, c[r], inner);
        }
    }

    private static void addRow(float[] x, float[][] b, float[] to, int inner) {
        int i = 0;
        for (; i + 3 < inner; i += 4) {
            addFour(to, x[i], x[i + 1], x[i + 2], x[i + 3], b[i], b[i + 1], b[i + 2], b[i + 3]);
        }
        for (; i < inner; i++) {
            addOne(to, x[i], b[i]);
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
            int i = 0;
            for (; i + 1 < columns; i += 2) {
                addFour(
                        c[i], a0[i], a1[i], a2[i], a3[i], c[i + 1], a0[i + 1], a1[i + 1], a2[i + 1], a3[i + 1], b[r],
                        b[r + 1], b[r + 2], b[r + 3]);
            }
            if (i < columns) {
                addFour(c[i], a0[i], a1[i], a2[i], a3[i], b[r], b[r + 1], b[r + 2], b[r + 3]);
            }
        }
        for (; r < rows; r++) {
            for (int i = 0; i < columns; i++) {
                addOne(c[i], a[r][i], b[r]);
            }
        }
    }

    private static void addFour(
            float[] to,
            float x0,
            float x1,
            float x2,
            float x3,
            float[] next,
            float y0,
            float y1,
            float y2,
            float y3,
            float[] b0,
            float[] b1,
            float[] b2,
            float[] b3) {
        for (int j = 0; j < to.length; j++) {
            float f0 = b0[j];
            float f1 = b1[j];
            float f2 = b2[j];
            float f3 = b3[j];
            to[j] = sum(x3, f3, sum(x2, f2, sum(x1, f1, sum(x0, f0, to[j]))));
            next[j] = sum(y3, f3, sum(y2, f2, sum(y1, f1, sum(y0, f0, next[j]))));
        }
    }

    private static void addFour(
            float[] to, float x0, float x1, float x2, float x3, float[] b0, float[] b1, float[] b2, float[] b3) {
        for (int j = 0; j < to.length; j++) {
            to[j] = sum(x3, b3[j], sum(x2, b2[j], sum(x1, b1[j], sum(x0, b0[j], to[j]))));
        }
    }

    private static void addOne(float[] to, float x, float[] b) {
        for (int j = 0; j < to.length; j++) {
            to[j] = sum(x, b[j], to[j]);
        }
    }

    private static float sum(float x, float b, float to) {
        return FUSED ? Math.fma(x, b, to) : x * b + to;
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
