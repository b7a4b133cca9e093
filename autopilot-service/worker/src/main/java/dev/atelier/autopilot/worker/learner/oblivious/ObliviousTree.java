package dev.atelier.autopilot.worker.learner.oblivious;

import java.nio.ByteBuffer;

/**
 * A tree whose levels ask one question each, of all rows alike. The answers are the bits of the leaf's number, that of the first level the lowest.
 *
 * @param columns for each level the column that it asks about
 * @param asked for each level the border that a value must be above, or the code of a category that it must be; a missing value is neither
 * @param equal for each level whether it asks for a category
 * @param leaves for each leaf what it adds to each output's sum
 * @param covers how many training rows are in each leaf
 */
@SuppressWarnings("ArrayRecordComponent")
record ObliviousTree(int[] columns, double[] asked, boolean[] equal, double[] leaves, int[] covers) {

    int depth() {
        return columns.length;
    }

    /** The answer of a level to a row that begins at an offset of a row-major matrix. */
    boolean answer(int level, double[] values, int from) {
        double value = values[from + columns[level]];
        return equal[level] ? value == asked[level] : value > asked[level];
    }

    /** The number of the leaf that a row is in. */
    int leaf(double[] values, int from) {
        int leaf = 0;
        for (int level = 0; level < columns.length; level++) {
            leaf |= answer(level, values, from) ? 1 << level : 0;
        }
        return leaf;
    }

    /** Adds what the tree says of a row to the sums that begin at an offset. */
    void addTo(double[] sums, int at, int outputs, double[] values, int from) {
        int leaf = leaf(values, from) * outputs;
        for (int k = 0; k < outputs; k++) {
            sums[at + k] += leaves[leaf + k];
        }
    }

    int size() {
        return 2 * Integer.BYTES
                + depth() * (Integer.BYTES + Double.BYTES + 1)
                + leaves.length * Double.BYTES
                + covers.length * Integer.BYTES;
    }

    void write(ByteBuffer buffer) {
        buffer.putInt(depth()).putInt(leaves.length / covers.length);
        for (int level = 0; level < depth(); level++) {
            buffer.putInt(columns[level]).putDouble(asked[level]).put((byte) (equal[level] ? 1 : 0));
        }
        for (double value : leaves) {
            buffer.putDouble(value);
        }
        for (int cover : covers) {
            buffer.putInt(cover);
        }
    }

    static ObliviousTree read(ByteBuffer buffer) {
        int depth = buffer.getInt();
        int outputs = buffer.getInt();
        ObliviousTree tree = new ObliviousTree(
                new int[depth],
                new double[depth],
                new boolean[depth],
                new double[outputs << depth],
                new int[1 << depth]);
        for (int level = 0; level < depth; level++) {
            tree.columns[level] = buffer.getInt();
            tree.asked[level] = buffer.getDouble();
            tree.equal[level] = buffer.get() != 0;
        }
        for (int i = 0; i < tree.leaves.length; i++) {
            tree.leaves[i] = buffer.getDouble();
        }
        for (int i = 0; i < tree.covers.length; i++) {
            tree.covers[i] = buffer.getInt();
        }
        return tree;
    }
}
