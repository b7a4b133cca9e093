package dev.atelier.autopilot.worker.learner.neighbor;

import dev.atelier.autopilot.worker.feature.Matrix;
import dev.atelier.autopilot.worker.learner.FittedModel;
import java.nio.ByteBuffer;

/** Training rows that answer, and the scales of their columns. */
final class Neighbors implements FittedModel {

    private final Examples examples;
    private final float[] scales;

    Neighbors(Examples examples, float[] scales) {
        this.examples = examples;
        this.scales = scales;
    }

    @Override
    public double[] predict(Matrix matrix) {
        int outputs = examples.outputs();
        double[] out = new double[matrix.rows() * outputs];
        float[] question = new float[scales.length];
        float[] distances = new float[examples.rows()];
        double[] shares = new double[examples.rows()];
        for (int row = 0; row < matrix.rows(); row++) {
            Examples.fill(question, matrix, row);
            examples.distances(question, scales, distances);
            examples.shares(distances, -1, shares);
            examples.answer(shares, out, row * outputs);
        }
        return out;
    }

    @Override
    public byte[] bytes() {
        ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(examples.size() + (long) Float.BYTES * scales.length));
        examples.write(buffer);
        for (float scale : scales) {
            buffer.putFloat(scale);
        }
        return buffer.array();
    }

    static Neighbors read(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        Examples examples = Examples.read(buffer);
        float[] scales = new float[examples.columns().length];
        for (int j = 0; j < scales.length; j++) {
            scales[j] = buffer.getFloat();
        }
        return new Neighbors(examples, scales);
    }

    @Override
    public void close() {
        // Nothing is held outside the heap.
    }
}
