package dev.atelier.autopilot.worker.learner.forest;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A tree. What a node needs lies together, since a step down a large tree is a wait for memory.
 *
 * @param packed for each node its column, the bits of its threshold, and its child
 * @param leaves the outputs of the leaves that are not pure, one after the other
 */
@SuppressWarnings("ArrayRecordComponent")
record Tree(int[] packed, float[] leaves) {

    private static final int WIDTH = 3;

    int nodes() {
        return packed.length / WIDTH;
    }

    /** The column that a node asks about. */
    int column(int node) {
        return packed[WIDTH * node];
    }

    /** Rows with a value up to it go to the node's child, others to the node after that. */
    float threshold(int node) {
        return Float.intBitsToFloat(packed[WIDTH * node + 1]);
    }

    /**
     * The left child; below 0 for a leaf: {@code -1 - class} when all its rows are of one class, else {@code -1 - classes - index} of its outputs
     * among the leaves'.
     */
    int child(int node) {
        return packed[WIDTH * node + 2];
    }

    /** Where a node that has the child sends a row. */
    int next(int node, int child, float[] row) {
        return child + (row[column(node)] <= threshold(node) ? 0 : 1);
    }

    /** Adds what the tree says of a row to the outputs that begin at an offset. */
    void addTo(double[] outputs, int at, int width, int classes, TreeColumns rows, int row) {
        int node = 0;
        int child = child(0);
        while (child >= 0) {
            node = rows.column(column(node))[row] <= threshold(node) ? child : child + 1;
            child = child(node);
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
        return 2 * Integer.BYTES + packed.length * Integer.BYTES + leaves.length * Float.BYTES;
    }

    void write(ByteBuffer buffer) {
        buffer.putInt(nodes()).putInt(leaves.length);
        for (int value : packed) {
            buffer.putInt(value);
        }
        for (float value : leaves) {
            buffer.putFloat(value);
        }
    }

    static Tree read(ByteBuffer buffer) {
        int nodes = buffer.getInt();
        int values = buffer.getInt();
        Tree tree = new Tree(new int[WIDTH * nodes], new float[values]);
        for (int i = 0; i < tree.packed.length; i++) {
            tree.packed[i] = buffer.getInt();
        }
        for (int i = 0; i < values; i++) {
            tree.leaves[i] = buffer.getFloat();
        }
        return tree;
    }

    /** Collects nodes while a tree grows. */
    static final class Builder {
        private int[] packed = new int[64 * WIDTH];
        private int nodes;
        private float[] leaves = new float[64];
        private int values;

        /** A node that is filled later. */
        int add() {
            if (nodes * WIDTH == packed.length) {
                packed = Arrays.copyOf(packed, 2 * packed.length);
            }
            return nodes++;
        }

        void inner(int node, int column, float threshold, int left) {
            packed[WIDTH * node] = column;
            packed[WIDTH * node + 1] = Float.floatToRawIntBits(threshold);
            packed[WIDTH * node + 2] = left;
        }

        void pure(int node, int label) {
            packed[WIDTH * node + 2] = -1 - label;
        }

        void leaf(int node, int classes, float[] outputs) {
            packed[WIDTH * node + 2] = -1 - classes - values / outputs.length;
            if (values + outputs.length > leaves.length) {
                leaves = Arrays.copyOf(leaves, 2 * leaves.length + outputs.length);
            }
            System.arraycopy(outputs, 0, leaves, values, outputs.length);
            values += outputs.length;
        }

        Tree build() {
            return new Tree(Arrays.copyOf(packed, WIDTH * nodes), Arrays.copyOf(leaves, values));
        }
    }
}
