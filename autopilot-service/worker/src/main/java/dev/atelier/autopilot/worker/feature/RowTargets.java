package dev.atelier.autopilot.worker.feature;

import dev.atelier.autopilot.worker.data.RowWeights;
import dev.atelier.autopilot.worker.job.ProblemType;

/** The targets of the rows that a pipeline learns from, in their order, as numbers to be averaged. */
public final class RowTargets {

    private static final int MOST_CLASSES = 20;

    private final double[] values;
    private final double[] weights;
    private final ProblemType type;
    private final int classes;

    public RowTargets(double[] values, double[] weights, ProblemType type, int classes) {
        this.values = values;
        this.weights = weights;
        this.type = type;
        this.classes = classes;
    }

    /** One number, or one a class; none if there are too many classes. */
    int outputs() {
        int outputs = type.outputs(classes);
        return outputs > MOST_CLASSES ? 0 : outputs;
    }

    /** How much the row counts. */
    double weight(int position) {
        return RowWeights.at(weights, position);
    }

    /** The value, or whether the row is of the class. */
    double of(int position, int output) {
        if (type == ProblemType.MULTICLASS_CLASSIFICATION) {
            return (int) values[position] == output ? 1 : 0;
        }
        return values[position];
    }
}
