package dev.atelier.autopilot.worker.learner;

import dev.atelier.autopilot.worker.data.RowWeights;
import dev.atelier.autopilot.worker.feature.Matrix;

/** Rows with their targets (class indexes or values) and weights. */
public final class Sample {

    private final Matrix matrix;
    private final double[] target;
    private final double[] weights;

    /** Rows that count the same. */
    public Sample(Matrix matrix, double[] target) {
        this(matrix, target, RowWeights.EQUAL);
    }

    public Sample(Matrix matrix, double[] target, double[] weights) {
        if (matrix.rows() != target.length) {
            throw new IllegalArgumentException(matrix.rows() + " rows but " + target.length + " targets");
        }
        this.matrix = matrix;
        this.target = target;
        this.weights = weights;
    }

    public Matrix matrix() {
        return matrix;
    }

    /** The array itself, not a copy. */
    public double[] target() {
        return target;
    }

    /** The array itself, not a copy; empty when all rows count the same. */
    public double[] weights() {
        return weights;
    }

    public int rows() {
        return target.length;
    }
}
