package dev.atelier.autopilot.worker.learner.oblivious;

import dev.atelier.autopilot.worker.data.RowWeights;
import dev.atelier.autopilot.worker.job.ProblemType;
import dev.atelier.autopilot.worker.learner.Link;
import java.util.Arrays;

/**
 * What boosting makes small: log loss of classes, squared error of values. Sums are the start and a row's leaves in all trees: log odds, log
 * probabilities up to a constant, or a value.
 */
final class Objective {

    /** Of log odds; shorter steps change no prediction by more than a quarter of it. */
    private static final double SHORT_STEP = 1e-2;

    private final ProblemType type;
    private final int outputs;
    private final double[] target;
    private final double[] weights;
    private final double[] predicted;
    private final Link link;

    Objective(ProblemType type, int outputs, double[] target, double[] weights) {
        this.type = type;
        this.outputs = outputs;
        this.target = target;
        this.weights = weights;
        this.predicted = new double[target.length * outputs];
        this.link = Link.of(type);
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

    /** The steepest descent for each row and output, as much as the row's weight says; row-major. */
    void gradients(double[] sums, double[] gradients) {
        System.arraycopy(sums, 0, gradients, 0, sums.length);
        link.apply(gradients, outputs);
        for (int row = 0; row < target.length; row++) {
            double weight = RowWeights.at(weights, row);
            for (int k = 0; k < outputs; k++) {
                gradients[row * outputs + k] = weight * (wanted(row, k) - gradients[row * outputs + k]);
            }
        }
    }

    private double wanted(int row, int output) {
        return type == ProblemType.MULTICLASS_CLASSIFICATION ? (target[row] == output ? 1 : 0) : target[row];
    }

    /**
     * What leaves add: Newton steps with a penalty on squares, from none. Log odds take several, since their curve is not a parabola, until
     * these are short.
     *
     * @param leaf the rows' leaves
     * @param steps at most
     */
    double[] leaves(double[] sums, int[] leaf, int count, double penalty, int steps) {
        double[] values = new double[count * outputs];
        double[] slopes = new double[count * outputs];
        double[] curves = new double[count * outputs];
        for (int step = 0; step < (type == ProblemType.BINARY_CLASSIFICATION ? steps : 1); step++) {
            predict(sums, leaf, values);
            Arrays.fill(slopes, 0);
            Arrays.fill(curves, 0);
            for (int row = 0; row < target.length; row++) {
                double weight = RowWeights.at(weights, row);
                for (int k = 0; k < outputs; k++) {
                    double prediction = predicted[row * outputs + k];
                    slopes[leaf[row] * outputs + k] += weight * (wanted(row, k) - prediction);
                    curves[leaf[row] * outputs + k] +=
                            type == ProblemType.REGRESSION ? weight : weight * prediction * (1 - prediction);
                }
            }
            double longest = 0;
            for (int i = 0; i < values.length; i++) {
                double move = slopes[i] / (curves[i] + penalty);
                values[i] += move;
                longest = Math.max(longest, Math.abs(move));
            }
            if (longest < SHORT_STEP) {
                break;
            }
        }
        return values;
    }

    private void predict(double[] sums, int[] leaf, double[] values) {
        for (int row = 0; row < target.length; row++) {
            for (int k = 0; k < outputs; k++) {
                predicted[row * outputs + k] = sums[row * outputs + k] + values[leaf[row] * outputs + k];
            }
        }
        link.apply(predicted, outputs);
    }
}
