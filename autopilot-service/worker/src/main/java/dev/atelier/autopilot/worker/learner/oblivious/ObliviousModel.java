package dev.atelier.autopilot.worker.learner.oblivious;

import dev.atelier.autopilot.worker.feature.Matrix;
import dev.atelier.autopilot.worker.job.ProblemType;
import dev.atelier.autopilot.worker.learner.FittedModel;
import dev.atelier.autopilot.worker.learner.Link;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Boosted oblivious trees: a row's sums begin at the start, each tree adds what the row's leaf says. */
final class ObliviousModel implements FittedModel {

    private final ProblemType type;
    private final double[] start;
    private final List<ObliviousTree> trees;

    ObliviousModel(ProblemType type, double[] start, List<ObliviousTree> trees) {
        this.type = type;
        this.start = start;
        this.trees = List.copyOf(trees);
    }

    @Override
    public double[] predict(Matrix matrix) {
        int outputs = start.length;
        double[] sums = new double[matrix.rows() * outputs];
        for (int row = 0; row < matrix.rows(); row++) {
            System.arraycopy(start, 0, sums, row * outputs, outputs);
            for (ObliviousTree tree : trees) {
                tree.addTo(sums, row * outputs, outputs, matrix.values(), row * matrix.columns());
            }
        }
        Link.of(type).apply(sums, outputs);
        return sums;
    }

    @Override
    public double[] contributions(Matrix matrix) {
        return new ObliviousShapley(start, trees, matrix.columns()).of(matrix);
    }

    @Override
    public byte[] bytes() {
        int size = 2 * Integer.BYTES + start.length * Double.BYTES;
        for (ObliviousTree tree : trees) {
            size = Math.addExact(size, tree.size());
        }
        ByteBuffer buffer = ByteBuffer.allocate(size);
        buffer.putInt(start.length);
        for (double value : start) {
            buffer.putDouble(value);
        }
        buffer.putInt(trees.size());
        trees.forEach(tree -> tree.write(buffer));
        return buffer.array();
    }

    static ObliviousModel read(byte[] bytes, ProblemType type) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        double[] start = new double[buffer.getInt()];
        for (int k = 0; k < start.length; k++) {
            start[k] = buffer.getDouble();
        }
        int count = buffer.getInt();
        List<ObliviousTree> trees = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            trees.add(ObliviousTree.read(buffer));
        }
        return new ObliviousModel(type, start, trees);
    }

    @Override
    public void close() {
        // Nothing is held outside the heap.
    }
}
