package dev.atelier.autopilot.worker.learner;

import dev.atelier.autopilot.worker.feature.Matrix;

/** Rows with their targets: class indexes or values. */
public final class Sample {

    private final Matrix matrix;
    private final double[] target;

    public Sample(Matrix matrix, double[] target) {
        if (matrix.rows() != target.length) {
            throw new IllegalArgumentException(matrix.rows() + " rows but " + target.length + " targets");
        }
        this.matrix = matrix;
        this.target = target;
    }

    public Matrix matrix() {
        return matrix;
    }

    /** The array itself, not a copy. */
    public double[] target() {
        return target;
    }

    public int rows() {
        return target.length;
    }
}
