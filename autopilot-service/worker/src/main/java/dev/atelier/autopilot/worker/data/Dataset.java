package dev.atelier.autopilot.worker.data;

/** Features and the target: a class index or a value for each row. */
public final class Dataset {

    private final Table features;
    private final double[] target;

    public Dataset(Table features, double[] target) {
        this.features = features;
        this.target = target;
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
}
