package dev.atelier.autopilot.worker.learner.network;

import java.util.Arrays;

/** Batch normalization (Ioffe and Szegedy 2015): each unit's values get mean 0 and deviation 1 over the batch, then a learned scale and shift. */
final class BatchNorm {

    private static final float EPSILON = 1e-5f;
    private static final float MOMENTUM = 0.1f;

    private final Weights scale;
    private final Weights shift;
    private final float[] mean;
    private final float[] variance;
    private final float[] batchMean;
    private final float[] inverse;
    private final float[] sums;
    private final float[] products;
    private boolean seen;

    BatchNorm(int units) {
        this.scale = new Weights(1, units, 0).ones();
        this.shift = new Weights(1, units, 0);
        this.mean = new float[units];
        this.variance = new float[units];
        this.batchMean = new float[units];
        this.inverse = new float[units];
        this.sums = new float[units];
        this.products = new float[units];
    }

    /** Normalizes the rows in place and writes the scaled and shifted ones. */
    void forward(float[][] normalized, float[][] out, int rows) {
        int units = mean.length;
        Arrays.fill(batchMean, 0);
        Arrays.fill(sums, 0);
        for (int r = 0; r < rows; r++) {
            addTo(batchMean, normalized[r]);
        }
        multiply(batchMean, 1f / rows);
        for (int r = 0; r < rows; r++) {
            addSquares(sums, normalized[r], batchMean);
        }
        float kept = seen ? 1 - MOMENTUM : 0;
        seen = true;
        for (int j = 0; j < units; j++) {
            float spread = sums[j] / rows;
            inverse[j] = (float) (1 / Math.sqrt(spread + EPSILON));
            mean[j] = kept * mean[j] + (1 - kept) * batchMean[j];
            variance[j] = kept * variance[j] + (1 - kept) * spread;
        }
        for (int r = 0; r < rows; r++) {
            normalize(normalized[r], out[r], scale.values()[0], shift.values()[0]);
        }
    }

    private void normalize(float[] row, float[] out, float[] factor, float[] offset) {
        for (int j = 0; j < row.length; j++) {
            row[j] = (row[j] - batchMean[j]) * inverse[j];
        }
        for (int j = 0; j < row.length; j++) {
            out[j] = row[j] * factor[j] + offset[j];
        }
    }

    /** Turns the gradients of what came out into those of what went in, in place. */
    void backward(float[][] gradient, float[][] normalized, int rows) {
        Arrays.fill(sums, 0);
        Arrays.fill(products, 0);
        for (int r = 0; r < rows; r++) {
            addTo(sums, gradient[r]);
            addProducts(products, gradient[r], normalized[r]);
        }
        addTo(shift.gradients()[0], sums);
        addTo(scale.gradients()[0], products);
        multiply(sums, 1f / rows);
        multiply(products, 1f / rows);
        for (int r = 0; r < rows; r++) {
            spread(gradient[r], normalized[r], scale.values()[0]);
        }
    }

    private void spread(float[] gradient, float[] normalized, float[] factor) {
        for (int j = 0; j < gradient.length; j++) {
            gradient[j] = factor[j] * inverse[j] * (gradient[j] - sums[j] - normalized[j] * products[j]);
        }
    }

    void step(double rate, int step) {
        scale.step(rate, step);
        shift.step(rate, step);
    }

    /** The layer that gives for any row what the weights and this give, with the means and variances of past batches. */
    Dense folded(float[][] weights) {
        float[] factor = new float[mean.length];
        float[] bias = new float[mean.length];
        for (int j = 0; j < factor.length; j++) {
            factor[j] = (float) (scale.values()[0][j] / Math.sqrt(variance[j] + EPSILON));
            bias[j] = shift.values()[0][j] - factor[j] * mean[j];
        }
        float[][] folded = new float[weights.length][factor.length];
        for (int i = 0; i < folded.length; i++) {
            for (int j = 0; j < factor.length; j++) {
                folded[i][j] = weights[i][j] * factor[j];
            }
        }
        return new Dense(folded, bias);
    }

    private static void addTo(float[] sum, float[] row) {
        for (int j = 0; j < sum.length; j++) {
            sum[j] += row[j];
        }
    }

    private static void addProducts(float[] sum, float[] a, float[] b) {
        for (int j = 0; j < sum.length; j++) {
            sum[j] += a[j] * b[j];
        }
    }

    private static void addSquares(float[] sum, float[] row, float[] mean) {
        for (int j = 0; j < sum.length; j++) {
            float d = row[j] - mean[j];
            sum[j] += d * d;
        }
    }

    private static void multiply(float[] row, float factor) {
        for (int j = 0; j < row.length; j++) {
            row[j] *= factor;
        }
    }
}
