package dev.atelier.autopilot.worker.learner.network;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** A layer that has learned: weights (a row an input) and a bias. */
final class Dense {

    private final float[][] weights;
    private final float[] bias;

    Dense(float[][] weights, float[] bias) {
        this.weights = weights;
        this.bias = bias;
    }

    int outputs() {
        return bias.length;
    }

    void forward(float[][] in, float[][] out, int rows) {
        for (int r = 0; r < rows; r++) {
            System.arraycopy(bias, 0, out[r], 0, bias.length);
        }
        Products.add(in, weights, out, rows, weights.length);
    }

    long size() {
        return 2L * Integer.BYTES + Float.BYTES * (weights.length + 1L) * bias.length;
    }

    void write(ByteBuffer buffer) {
        buffer.putInt(weights.length).putInt(bias.length);
        for (float[] row : weights) {
            write(buffer, row);
        }
        write(buffer, bias);
    }

    static Dense read(ByteBuffer buffer) {
        int inputs = buffer.getInt();
        int outputs = buffer.getInt();
        float[][] weights = new float[inputs][];
        for (int i = 0; i < inputs; i++) {
            weights[i] = read(buffer, outputs);
        }
        return new Dense(weights, read(buffer, outputs));
    }

    static void write(ByteBuffer buffer, float[] values) {
        for (float value : values) {
            buffer.putFloat(value);
        }
    }

    /** Rows of their own. */
    static float[][] copy(float[][] rows) {
        return Arrays.stream(rows).map(float[]::clone).toArray(float[][]::new);
    }

    static float[] read(ByteBuffer buffer, int count) {
        float[] values = new float[count];
        for (int j = 0; j < count; j++) {
            values[j] = buffer.getFloat();
        }
        return values;
    }
}
