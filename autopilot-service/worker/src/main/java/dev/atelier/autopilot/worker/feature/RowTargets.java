package dev.atelier.autopilot.worker.feature;

import dev.atelier.autopilot.worker.job.ProblemType;

/** The targets of the rows that a pipeline learns from, in their order, as numbers to be averaged. */
public final class RowTargets {

    private static final int MOST_CLASSES = 20;

    private final double[] values;
    private final ProblemType type;
    private final int classes;

    public RowTargets(double[] values, ProblemType type, int classes) {
        this.values = values;
        this.type = type;
        this.classes = classes;
    }

    /** One number, or one a class; none if there are too many classes. */
    int outputs() {
        int outputs = type.outputs(classes);
        return outputs > MOST_CLASSES ? 0 : outputs;
    }

    /** The value, or whether the row is of the class. */
    double of(int position, int output) {
        if (type == ProblemType.MULTICLASS_CLASSIFICATION) {
            return (int) values[position] == output ? 1 : 0;
        }
        return values[position];
    }
}
