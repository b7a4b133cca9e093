package dev.atelier.autopilot.worker.learner.oblivious;

import dev.atelier.autopilot.worker.data.RowWeights;
import dev.atelier.autopilot.worker.job.ProblemType;
import java.util.Arrays;

/**
 * What boosting makes small: log loss of classes, squared error of values. Sums are of a row's leaves in all trees: log odds, one a class, or a value's
 * difference from the mean.
 */
final class Objective {

    private final ProblemType type;
    private final int outputs;
    private final double[] target;
    private final double[] weights;
    private final double[] probabilities;

    Objective(ProblemType type, int outputs, double[] target, double[] weights) {
        this.type = type;
        this.outputs = outputs;
        this.target = target;
        this.weights = weights;
        this.probabilities = new double[outputs];
    }

    int outputs() {
        return outputs;
    }

    /** Where all sums begin: the mean of values, the log odds of the classes' shares. */
    double[] start() {
        double[] shares = new double[outputs];
        for (int row = 0; row < target.length; row++) {
            double weight = RowWeights.at(weights, row);
            switch (type) {
                case REGRESSION, BINARY_CLASSIFICATION -> shares[0] += weight * target[row];
                case MULTICLASS_CLASSIFICATION -> shares[(int) target[row]] += weight;
            }
        }
        double total = RowWeights.total(weights, target.length);
        for (int k = 0; k < outputs; k++) {
            double share = shares[k] / total;
            double inside = Math.clamp(share, 1e-6, 1 - 1e-6);
            shares[k] = switch (type) {
                case REGRESSION -> share;
                case BINARY_CLASSIFICATION -> Math.log(inside / (1 - inside));
                case MULTICLASS_CLASSIFICATION -> Math.log(inside);
            };
        }
        return shares;
    }

    /** The steepest descent for each row and output, row-major. */
    void gradients(double[] sums, double[] gradients) {
        for (int row = 0; row < target.length; row++) {
            slope(row, sums, row * outputs, gradients, row * outputs);
        }
    }

    /** A row's descent, as much as its weight says; leaves its probabilities behind. */
    private void slope(int row, double[] sums, int at, double[] out, int to) {
        double weight = RowWeights.at(weights, row);
        switch (type) {
            case REGRESSION -> out[to] = weight * (target[row] - sums[at]);
            case BINARY_CLASSIFICATION -> {
                probabilities[0] = sigmoid(sums[at]);
                out[to] = weight * (target[row] - probabilities[0]);
            }
            case MULTICLASS_CLASSIFICATION -> {
                softmax(sums, at, probabilities, 0, outputs);
                for (int k = 0; k < outputs; k++) {
                    out[to + k] = weight * ((target[row] == k ? 1 : 0) - probabilities[k]);
                }
            }
        }
    }

    /**
     * What leaves add: Newton steps with a penalty on squares, from none. Log odds take several, since their curve is not a parabola.
     *
     * @param leaf the rows' leaves
     */
    double[] leaves(double[] sums, int[] leaf, int count, double penalty, int steps) {
        double[] values = new double[count * outputs];
        double[] slopes = new double[count * outputs];
        double[] curves = new double[count * outputs];
        double[] moved = new double[outputs];
        double[] slope = new double[outputs];
        for (int step = 0; step < (type == ProblemType.BINARY_CLASSIFICATION ? steps : 1); step++) {
            Arrays.fill(slopes, 0);
            Arrays.fill(curves, 0);
            for (int row = 0; row < target.length; row++) {
                int at = leaf[row] * outputs;
                for (int k = 0; k < outputs; k++) {
                    moved[k] = sums[row * outputs + k] + values[at + k];
                }
                slope(row, moved, 0, slope, 0);
                double weight = RowWeights.at(weights, row);
                for (int k = 0; k < outputs; k++) {
                    slopes[at + k] += slope[k];
                    curves[at + k] += type == ProblemType.REGRESSION
                            ? weight
                            : weight * probabilities[k] * (1 - probabilities[k]);
                }
            }
            for (int i = 0; i < values.length; i++) {
                values[i] += slopes[i] / (curves[i] + penalty);
            }
        }
        return values;
    }

    /** What the sums say: probabilities or values, in the sums' place. */
    static void link(ProblemType type, double[] sums, int outputs) {
        for (int at = 0; at < sums.length; at += outputs) {
            switch (type) {
                case REGRESSION -> {
                    // The sum is the value.
                }
                case BINARY_CLASSIFICATION -> sums[at] = sigmoid(sums[at]);
                case MULTICLASS_CLASSIFICATION -> softmax(sums, at, sums, at, outputs);
            }
        }
    }

    private static double sigmoid(double sum) {
        return 1 / (1 + Math.exp(-sum));
    }

    private static void softmax(double[] sums, int from, double[] out, int to, int count) {
        double greatest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < count; k++) {
            greatest = Math.max(greatest, sums[from + k]);
        }
        double total = 0;
        for (int k = 0; k < count; k++) {
            out[to + k] = Math.exp(sums[from + k] - greatest);
            total += out[to + k];
        }
        for (int k = 0; k < count; k++) {
            out[to + k] /= total;
        }
    }
}
