package dev.atelier.autopilot.worker.learner.network;

import java.util.SplittableRandom;

/** A hidden layer that learns: weights, batch norm, activation, dropout (Srivastava et al. 2014). It keeps what the last batch made of it. */
final class HiddenLayer {

    private final Weights weights;
    private final BatchNorm norm;
    private final Activation activation;
    private final float[][] normalized;
    private final float[][] activated;
    private final float[][] out;
    private final float[][] kept;
    private final float[][] transposed;
    private final double dropout;

    HiddenLayer(
            int inputs,
            int units,
            int batch,
            Activation activation,
            double dropout,
            double decay,
            SplittableRandom random) {
        this.weights = new Weights(inputs, units, decay).normal(Math.sqrt(2.0 / inputs), random);
        this.norm = new BatchNorm(units);
        this.activation = activation;
        this.normalized = new float[batch][units];
        this.activated = new float[batch][units];
        this.out = dropout > 0 ? new float[batch][units] : activated;
        this.kept = new float[dropout > 0 ? batch : 0][units];
        this.transposed = new float[units][inputs];
        this.dropout = dropout;
    }

    float[][] forward(float[][] in, int rows, SplittableRandom random) {
        for (int r = 0; r < rows; r++) {
            java.util.Arrays.fill(normalized[r], 0);
        }
        Products.add(in, weights.values(), normalized, rows, weights.values().length);
        norm.forward(normalized, activated, rows);
        for (int r = 0; r < rows; r++) {
            activation.apply(activated[r]);
            if (dropout > 0) {
                drop(kept[r], random);
                multiply(activated[r], kept[r], out[r]);
            }
        }
        return out;
    }

    /**
     * Adds to the weights' gradients.
     *
     * @param in what went in
     * @param gradient the gradients of what came out; used up
     * @param toInput receives the gradients of what went in
     */
    void backward(float[][] in, float[][] gradient, float[][] toInput, int rows) {
        for (int r = 0; r < rows; r++) {
            if (dropout > 0) {
                multiply(gradient[r], kept[r], gradient[r]);
            }
            activation.multiplySlope(gradient[r], activated[r]);
        }
        norm.backward(gradient, normalized, rows);
        Products.addTransposed(in, gradient, weights.gradients(), rows, weights.values().length);
        if (toInput.length > 0) {
            Products.transpose(weights.values(), transposed);
            for (int r = 0; r < rows; r++) {
                java.util.Arrays.fill(toInput[r], 0);
            }
            Products.add(gradient, transposed, toInput, rows, transposed.length);
        }
    }

    void step(double rate, int step) {
        weights.step(rate, step);
        norm.step(rate, step);
    }

    Dense folded() {
        return norm.folded(weights.values());
    }

    private void drop(float[] mask, SplittableRandom random) {
        int limit = (int) (Integer.MIN_VALUE + dropout * 0x1p32);
        float factor = (float) (1 / (1 - dropout));
        for (int j = 0; j < mask.length; j++) {
            mask[j] = random.nextInt() < limit ? 0 : factor;
        }
    }

    private static void multiply(float[] a, float[] b, float[] to) {
        for (int j = 0; j < to.length; j++) {
            to[j] = a[j] * b[j];
        }
    }
}
