package dev.atelier.autopilot.worker.learner.network;

import dev.atelier.autopilot.worker.feature.Matrix;
import dev.atelier.autopilot.worker.job.ProblemType;
import dev.atelier.autopilot.worker.learner.FittedModel;
import dev.atelier.autopilot.worker.learner.Loss;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A network that has learned; batch norms are folded into the layers. */
final class Network implements FittedModel {

    private static final int CHUNK = 64;

    /** The first number holds the activation, from this bit on the loss, and then whether numbers have embeddings. */
    private static final int LOSS_SHIFT = 8;

    private static final int PERIODIC_SHIFT = 16;
    private static final int BYTE = 0xFF;

    private final Inputs inputs;
    private final Embeddings embeddings;
    private final List<Dense> layers;
    private final Activation activation;
    private final Outputs outputs;

    Network(Inputs inputs, Embeddings embeddings, List<Dense> layers, Activation activation, Outputs outputs) {
        this.inputs = inputs;
        this.embeddings = embeddings;
        this.layers = List.copyOf(layers);
        this.activation = activation;
        this.outputs = outputs;
    }

    @Override
    public double[] predict(Matrix matrix) {
        int chunk = Math.min(CHUNK, matrix.rows());
        float[][] first = new float[chunk][inputs.width()];
        List<float[][]> sums =
                layers.stream().map(layer -> new float[chunk][layer.outputs()]).toList();
        double[] out = new double[matrix.rows() * outputs.count()];
        for (int from = 0; from < matrix.rows(); from += chunk) {
            int rows = Math.min(chunk, matrix.rows() - from);
            for (int r = 0; r < rows; r++) {
                inputs.fill(matrix, from + r, embeddings, first[r]);
            }
            float[][] in = first;
            for (int l = 0; l < layers.size(); l++) {
                layers.get(l).forward(in, sums.get(l), rows);
                in = sums.get(l);
                for (int r = 0; r < rows && l < layers.size() - 1; r++) {
                    activation.apply(in[r]);
                }
            }
            for (int r = 0; r < rows; r++) {
                outputs.predict(in[r], out, (from + r) * outputs.count());
            }
        }
        return out;
    }

    @Override
    public byte[] bytes() {
        long size = 3L * Integer.BYTES + 2L * Double.BYTES + inputs.size();
        for (float[] embedding : embeddings.categories()) {
            size += (long) Float.BYTES * embedding.length;
        }
        size += inputs.periodic() ? Periodic.size(inputs.numbers().size()) : 0;
        for (Dense layer : layers) {
            size += layer.size();
        }
        ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(size));
        int kind = activation.code()
                | (outputs.loss().code() << LOSS_SHIFT)
                | ((inputs.periodic() ? 1 : 0) << PERIODIC_SHIFT);
        buffer.putInt(kind).putInt(outputs.count());
        buffer.putDouble(outputs.centre()).putDouble(outputs.scale());
        inputs.write(buffer);
        for (float[] embedding : embeddings.categories()) {
            Dense.write(buffer, embedding);
        }
        if (embeddings.numbers() != null) {
            embeddings.numbers().write(buffer);
        }
        buffer.putInt(layers.size());
        layers.forEach(layer -> layer.write(buffer));
        return buffer.array();
    }

    static Network read(byte[] bytes, ProblemType type) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int kind = buffer.getInt();
        Activation activation = Activation.of(kind & BYTE);
        Loss loss = Loss.of((kind >> LOSS_SHIFT) & BYTE);
        Outputs outputs = new Outputs(type, buffer.getInt(), loss, buffer.getDouble(), buffer.getDouble());
        Inputs inputs = Inputs.read(buffer, (kind >> PERIODIC_SHIFT & 1) == 1);
        float[][] categories = new float[inputs.embeddings()][];
        for (int e = 0; e < categories.length; e++) {
            categories[e] = Dense.read(buffer, inputs.size(e));
        }
        Periodic numbers =
                inputs.periodic() ? Periodic.read(buffer, inputs.numbers().size()) : null;
        int count = buffer.getInt();
        List<Dense> layers = new ArrayList<>(count);
        for (int l = 0; l < count; l++) {
            layers.add(Dense.read(buffer));
        }
        return new Network(inputs, new Embeddings(categories, numbers), layers, activation, outputs);
    }

    @Override
    public void close() {
        // Nothing is held outside the heap.
    }
}
