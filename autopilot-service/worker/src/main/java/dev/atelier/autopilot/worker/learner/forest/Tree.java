package dev.atelier.autopilot.worker.learner.forest;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A tree as arrays over its nodes.
 *
 * @param columns the column that a node asks about
 * @param thresholds rows with a value up to it go to {@code children[node]}, others to the node after that
 * @param children the left child; below 0 for a leaf: {@code -1 - class} when all its rows are of one class, else
 *     {@code -1 - classes - index} of its outputs in {@code leaves}
 * @param leaves the outputs of the leaves that are not pure, one after the other
 */
@SuppressWarnings("ArrayRecordComponent")
record Tree(int[] columns, float[] thresholds, int[] children, float[] leaves) {

    int nodes() {
        return columns.length;
    }

    /** Adds what the tree says of a row to the outputs that begin at an offset. */
    void addTo(double[] outputs, int at, int width, int classes, TreeColumns rows, int row) {
        int node = 0;
        int child = children[0];
        while (child >= 0) {
            node = rows.column(columns[node])[row] <= thresholds[node] ? child : child + 1;
            child = children[node];
        }
        addLeafTo(outputs, at, width, classes, child);
    }

    /** Adds what a leaf says, named by its negative child. */
    void addLeafTo(double[] outputs, int at, int width, int classes, int child) {
        int leaf = -1 - child;
        if (leaf < classes) {
            if (width == 1) {
                outputs[at] += leaf;
            } else {
                outputs[at + leaf]++;
            }
            return;
        }
        int from = (leaf - classes) * width;
        for (int k = 0; k < width; k++) {
            outputs[at + k] += leaves[from + k];
        }
    }

    int size() {
        return 2 * Integer.BYTES + nodes() * 3 * Integer.BYTES + leaves.length * Float.BYTES;
    }

    void write(ByteBuffer buffer) {
        buffer.putInt(nodes()).putInt(leaves.length);
        for (int node = 0; node < nodes(); node++) {
            buffer.putInt(columns[node]).putFloat(thresholds[node]).putInt(children[node]);
        }
        for (float value : leaves) {
            buffer.putFloat(value);
        }
    }

    static Tree read(ByteBuffer buffer) {
        int nodes = buffer.getInt();
        int values = buffer.getInt();
        Tree tree = new Tree(new int[nodes], new float[nodes], new int[nodes], new float[values]);
        for (int node = 0; node < nodes; node++) {
            tree.columns[node] = buffer.getInt();
            tree.thresholds[node] = buffer.getFloat();
            tree.children[node] = buffer.getInt();
        }
        for (int i = 0; i < values; i++) {
            tree.leaves[i] = buffer.getFloat();
        }
        return tree;
    }

    /** Collects nodes while a tree grows. */
    static final class Builder {
        private int[] columns = new int[64];
        private float[] thresholds = new float[64];
        private int[] children = new int[64];
        private int nodes;
        private float[] leaves = new float[64];
        private int values;

        /** A node that is filled later. */
        int add() {
            if (nodes == columns.length) {
                columns = Arrays.copyOf(columns, 2 * nodes);
                thresholds = Arrays.copyOf(thresholds, 2 * nodes);
                children = Arrays.copyOf(children, 2 * nodes);
            }
            return nodes++;
        }

        void inner(int node, int column, float threshold, int left) {
            columns[node] = column;
            thresholds[node] = threshold;
            children[node] = left;
        }

        void pure(int node, int label) {
            children[node] = -1 - label;
        }

        void leaf(int node, int classes, float[] outputs) {
            children[node] = -1 - classes - values / outputs.length;
            if (values + outputs.length > leaves.length) {
                leaves = Arrays.copyOf(leaves, 2 * leaves.length + outputs.length);
            }
            System.arraycopy(outputs, 0, leaves, values, outputs.length);
            values += outputs.length;
        }

        Tree build() {
            return new Tree(
                    Arrays.copyOf(columns, nodes),
                    Arrays.copyOf(thresholds, nodes),
                    Arrays.copyOf(children, nodes),
                    Arrays.copyOf(leaves, values));
        }
    }
}
