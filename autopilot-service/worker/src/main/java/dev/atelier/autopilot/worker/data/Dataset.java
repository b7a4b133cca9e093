package dev.atelier.autopilot.worker.data;

/** Features, the target (a class index or a value for each row), and how much each row counts. */
public final class Dataset {

    private final Table features;
    private final double[] target;
    private final double[] weights;

    /** Rows that all count the same. */
    public Dataset(Table features, double[] target) {
        this(features, target, RowWeights.EQUAL);
    }

    /**
     * Rows of different weight.
     *
     * @param weights above 0, with mean 1; see {@link RowWeights}
     */
    public Dataset(Table features, double[] target, double[] weights) {
        this.features = features;
        this.target = target;
        this.weights = weights;
    }

    public int rows() {
        return target.length;
    }

    public Table features() {
        return features;
    }

    /** The array itself, not a copy. */
    public double[] target() {
        return target;
    }

    /** The array itself, not a copy; empty when all rows count the same. */
    public double[] weights() {
        return weights;
    }
}
