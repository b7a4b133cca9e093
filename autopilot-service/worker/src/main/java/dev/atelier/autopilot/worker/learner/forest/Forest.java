package dev.atelier.autopilot.worker.learner.forest;

import dev.atelier.autopilot.worker.feature.Matrix;
import dev.atelier.autopilot.worker.learner.FittedModel;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Trees whose answers are averaged. Classes are 0 for regression, whose values were centred before the trees grew. */
final class Forest implements FittedModel {
    private static final int ABREAST = 32;

    private final List<Tree> trees;
    private final float[] missing;
    private final int outputs;
    private final int classes;
    private final double centre;

    Forest(List<Tree> trees, float[] missing, int outputs, int classes, double centre) {
        this.trees = List.copyOf(trees);
        this.missing = missing;
        this.outputs = outputs;
        this.classes = classes;
        this.centre = centre;
    }

    @Override
    public double[] predict(Matrix matrix) {
        TreeColumns rows = TreeColumns.of(matrix, missing);
        double[] sums = new double[matrix.rows() * outputs];
        if (matrix.rows() == 1) {
            addRow(rows, sums);
        } else {
            for (Tree tree : trees) {
                add(tree, rows, matrix.rows(), sums);
            }
        }
        return mean(sums, trees.size());
    }

    /** Walks some trees side by side, so that their waits for memory overlap; the sums have the order of the trees, as with many rows. */
    private void addRow(TreeColumns rows, double[] sums) {
        float[] row = rows.row(0);
        Tree[] all = trees.toArray(Tree[]::new);
        int[] leaves = new int[all.length];
        int[] walked = new int[ABREAST];
        int[] nodes = new int[ABREAST];
        int walking = Math.min(ABREAST, all.length);
        Arrays.setAll(walked, t -> t);
        int next = walking;
        while (walking > 0) {
            for (int i = 0; i < walking; i++) {
                Tree tree = all[walked[i]];
                int child = tree.child(nodes[i]);
                if (child >= 0) {
                    nodes[i] = tree.next(nodes[i], child, row);
                    continue;
                }
                leaves[walked[i]] = child;
                if (next < all.length) {
                    walked[i] = next++;
                    nodes[i] = 0;
                } else {
                    walking--;
                    walked[i] = walked[walking];
                    nodes[i] = nodes[walking];
                }
            }
        }
        for (int t = 0; t < all.length; t++) {
            all[t].addLeafTo(sums, 0, outputs, classes, leaves[t]);
        }
    }

    @Override
    public double[] contributions(Matrix matrix, Matrix background) {
        return new ForestShapley(this, matrix.columns()).of(matrix, background);
    }

    List<Tree> trees() {
        return trees;
    }

    int outputs() {
        return outputs;
    }

    int classes() {
        return classes;
    }

    double centre() {
        return centre;
    }

    /** The rows by columns, missing values where this forest has them. */
    TreeColumns columns(Matrix matrix) {
        return TreeColumns.of(matrix, missing);
    }

    void add(Tree tree, TreeColumns rows, int count, double[] sums) {
        for (int i = 0; i < count; i++) {
            tree.addTo(sums, i * outputs, outputs, classes, rows, i);
        }
    }

    double[] mean(double[] sums, int count) {
        double[] means = new double[sums.length];
        for (int i = 0; i < sums.length; i++) {
            means[i] = centre + sums[i] / count;
        }
        return means;
    }

    @Override
    public byte[] bytes() {
        long size = 4L * Integer.BYTES + Double.BYTES + (long) missing.length * Float.BYTES;
        for (Tree tree : trees) {
            size += tree.size();
        }
        ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(size));
        buffer.putInt(outputs).putInt(classes).putDouble(centre).putInt(missing.length);
        for (float value : missing) {
            buffer.putFloat(value);
        }
        buffer.putInt(trees.size());
        trees.forEach(tree -> tree.write(buffer));
        return buffer.array();
    }

    static Forest read(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int outputs = buffer.getInt();
        int classes = buffer.getInt();
        double centre = buffer.getDouble();
        float[] missing = new float[buffer.getInt()];
        for (int j = 0; j < missing.length; j++) {
            missing[j] = buffer.getFloat();
        }
        int count = buffer.getInt();
        List<Tree> trees = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            trees.add(Tree.read(buffer));
        }
        return new Forest(trees, missing, outputs, classes, centre);
    }

    @Override
    public void close() {
        // Nothing is held outside the heap.
    }
}
