package dev.atelier.autopilot.worker.learner.neighbor;

import dev.atelier.autopilot.worker.data.RowWeights;
import dev.atelier.autopilot.worker.feature.Matrix;
import dev.atelier.autopilot.worker.learner.Sample;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The training rows, by columns, so that distances to all of them are sums of whole arrays. A row answers for its target by the Laplace kernel of its distance
 * to what is asked, {@code exp(-d)}, relative to the nearest row; a little of the mean target keeps answers where all rows are far apart from being that of one
 * row alone.
 *
 * @param columns values of each column
 * @param target class indexes or values
 * @param weights how much each row counts; empty when all count the same
 * @param prior the mean target of each output
 */
@SuppressWarnings("ArrayRecordComponent")
record Examples(float[][] columns, double[] target, double[] weights, double[] prior) {

    /** How much the mean target counts beside the nearest row. */
    static final double PRIOR_WEIGHT = 0.1;

    /** Keeps the slope of a distance of 0 finite. */
    static final float SMALLEST_SQUARE = 1e-6f;

    /** Rows that are further behind the nearest one count for nothing. */
    private static final float FURTHEST = 30;

    static Examples of(Sample sample, int outputs) {
        Matrix matrix = sample.matrix();
        float[][] columns = new float[matrix.columns()][matrix.rows()];
        int at = 0;
        for (int i = 0; i < matrix.rows(); i++) {
            for (float[] column : columns) {
                column[i] = value(matrix.values()[at++]);
            }
        }
        double[] prior = new double[outputs];
        for (int i = 0; i < sample.rows(); i++) {
            double weight = RowWeights.at(sample.weights(), i);
            if (outputs == 1) {
                prior[0] += weight * sample.target()[i];
            } else {
                prior[(int) sample.target()[i]] += weight;
            }
        }
        double total = RowWeights.total(sample.weights(), sample.rows());
        Arrays.setAll(prior, k -> prior[k] / total);
        return new Examples(columns, sample.target(), sample.weights(), prior);
    }

    private static float value(double value) {
        return Double.isNaN(value) ? 0 : (float) value;
    }

    /** A row of a matrix as a question. */
    static void fill(float[] question, Matrix matrix, int row) {
        for (int j = 0; j < question.length; j++) {
            question[j] = value(matrix.values()[row * question.length + j]);
        }
    }

    int rows() {
        return target.length;
    }

    int outputs() {
        return prior.length;
    }

    /** A remembered row as a question. */
    void fill(float[] question, int row) {
        for (int j = 0; j < question.length; j++) {
            question[j] = columns[j][row];
        }
    }

    /**
     * Writes each row's distance from the question.
     *
     * @param scales a factor for the squared difference in each column
     */
    void distances(float[] question, float[] scales, float[] distances) {
        Arrays.fill(distances, SMALLEST_SQUARE);
        for (int j = 0; j < columns.length; j++) {
            if (scales[j] > 0) {
                addSquares(columns[j], question[j], scales[j], distances);
            }
        }
        for (int i = 0; i < distances.length; i++) {
            distances[i] = (float) Math.sqrt(distances[i]);
        }
    }

    private static void addSquares(float[] column, float value, float scale, float[] sums) {
        for (int i = 0; i < sums.length; i++) {
            float difference = column[i] - value;
            sums[i] += scale * difference * difference;
        }
    }

    /**
     * Writes each row's share in the answer before it is divided by their sum.
     *
     * @param excluded a row that may not answer, -1 for none
     * @return the nearest row
     */
    int shares(float[] distances, int excluded, double[] shares) {
        int nearest = excluded == 0 ? 1 : 0;
        for (int i = 0; i < distances.length; i++) {
            if (distances[i] < distances[nearest] && i != excluded) {
                nearest = i;
            }
        }
        float least = distances[nearest];
        for (int i = 0; i < distances.length; i++) {
            float behind = distances[i] - least;
            shares[i] = behind > FURTHEST || i == excluded ? 0 : Math.exp(-behind) * RowWeights.at(weights, i);
        }
        return nearest;
    }

    /**
     * Writes the mean target by shares.
     *
     * @return the sum of all shares
     */
    double answer(double[] shares, double[] out, int at) {
        double sum = PRIOR_WEIGHT;
        for (int k = 0; k < prior.length; k++) {
            out[at + k] = PRIOR_WEIGHT * prior[k];
        }
        for (int i = 0; i < shares.length; i++) {
            double share = shares[i];
            if (share > 0) {
                sum += share;
                if (prior.length == 1) {
                    out[at] += share * target[i];
                } else {
                    out[at + (int) target[i]] += share;
                }
            }
        }
        for (int k = 0; k < prior.length; k++) {
            out[at + k] /= sum;
        }
        return sum;
    }

    long size() {
        return 4L * Integer.BYTES
                + (long) Float.BYTES * columns.length * rows()
                + (long) Double.BYTES * (rows() + weights.length + prior.length);
    }

    void write(ByteBuffer buffer) {
        buffer.putInt(columns.length).putInt(rows()).putInt(weights.length).putInt(prior.length);
        for (float[] column : columns) {
            for (float value : column) {
                buffer.putFloat(value);
            }
        }
        for (double[] values : new double[][] {target, weights, prior}) {
            for (double value : values) {
                buffer.putDouble(value);
            }
        }
    }

    static Examples read(ByteBuffer buffer) {
        float[][] columns = new float[buffer.getInt()][];
        int rows = buffer.getInt();
        int weights = buffer.getInt();
        int outputs = buffer.getInt();
        for (int j = 0; j < columns.length; j++) {
            columns[j] = new float[rows];
            for (int i = 0; i < rows; i++) {
                columns[j][i] = buffer.getFloat();
            }
        }
        return new Examples(columns, doubles(buffer, rows), doubles(buffer, weights), doubles(buffer, outputs));
    }

    private static double[] doubles(ByteBuffer buffer, int count) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = buffer.getDouble();
        }
        return values;
    }
}
