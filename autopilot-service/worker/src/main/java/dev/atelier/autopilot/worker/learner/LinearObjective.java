package dev.atelier.autopilot.worker.learner;

import dev.atelier.autopilot.worker.data.RowWeights;
import dev.atelier.autopilot.worker.feature.Matrix;
import dev.atelier.autopilot.worker.job.ProblemType;

/**
 * The mean loss of a (generalised) linear model with an L2 penalty, and its gradient: a regression's {@link Loss}, logistic, or softmax. Weights are one block an
 * output: a weight for each column, then the intercept, which is not penalised.
 */
final class LinearObjective {

    private final ProblemType type;
    private final int outputs;
    private final Loss loss;
    private final Rows x;
    private final double[] y;
    private final double[] weights;
    private final double total;
    private final int rows;
    private final int columns;
    private final double[] scores;

    LinearObjective(ProblemType type, int outputs, Loss loss, Matrix matrix, double[] target, double[] rowWeights) {
        this.type = type;
        this.outputs = outputs;
        this.loss = loss;
        this.x = new Rows(matrix);
        this.y = target;
        this.weights = rowWeights;
        this.total = RowWeights.total(rowWeights, target.length);
        this.rows = matrix.rows();
        this.columns = matrix.columns();
        this.scores = new double[outputs];
    }

    int size() {
        return outputs * (columns + 1);
    }

    boolean isIntercept(int index) {
        return index % (columns + 1) == columns;
    }

    /** The loss with {@code l2 / 2 · |w|²}; the gradient is written to the array. */
    double evaluate(double[] weights, double l2, double[] gradient) {
        java.util.Arrays.fill(gradient, 0);
        int stride = columns + 1;
        double loss = 0;
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < outputs; k++) {
                scores[k] = x.score(i, weights, k * stride);
            }
            double weight = RowWeights.at(this.weights, i);
            loss += weight * slopes(y[i]);
            for (int k = 0; k < outputs; k++) {
                x.addTo(gradient, k * stride, i, weight * scores[k]);
            }
        }
        double penalty = 0;
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] /= total;
            if (!isIntercept(i)) {
                gradient[i] += l2 * weights[i];
                penalty += weights[i] * weights[i];
            }
        }
        return loss / total + l2 / 2 * penalty;
    }

    /** The row's loss; the scores are replaced by their derivatives. */
    private double slopes(double target) {
        return switch (type) {
            case BINARY_CLASSIFICATION -> {
                double margin = target > 0 ? scores[0] : -scores[0];
                Link.LOGISTIC.apply(scores, outputs);
                scores[0] -= target;
                yield margin > 0 ? Math.log1p(Math.exp(-margin)) : -margin + Math.log1p(Math.exp(margin));
            }
            case MULTICLASS_CLASSIFICATION -> {
                Link.SOFTMAX.apply(scores, outputs);
                double loss = -Math.log(Math.max(scores[(int) target], 1e-300));
                scores[(int) target] -= 1;
                yield loss;
            }
            case REGRESSION -> {
                double predicted = this.loss.mean(scores[0]);
                scores[0] = this.loss.slope(predicted, target);
                yield this.loss.value(predicted, target);
            }
        };
    }

    static double score(double[] weights, int at, double[] x, int row, int columns) {
        double a = weights[at + columns];
        double b = 0;
        int j = 0;
        for (; j + 1 < columns; j += 2) {
            a += weights[at + j] * x[row + j];
            b += weights[at + j + 1] * x[row + j + 1];
        }
        if (j < columns) {
            a += weights[at + j] * x[row + j];
        }
        return a + b;
    }
}
