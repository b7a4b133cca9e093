package dev.atelier.autopilot.worker.learner.oblivious;

import java.util.Arrays;

/** Sums of gradients and weights by column, leaf and bin. */
final class Histogram {

    private static final int MOST_BINS = Bins.MOST_BORDERS + 2;

    /** 32 MB. */
    private static final int MOST_CELLS = 1 << 22;

    private final Bins bins;
    private final Partition partition;
    private final int outputs;
    private final int width;

    /** By column; all have the same room when there are too many for their own. */
    private final double[][] cells;

    /** The level of each column's sums; -1 when they are no longer there. */
    private final int[] levels;

    private final boolean keeping;

    /**
     * Room for the sums.
     *
     * @param depth how many levels there are at most
     */
    Histogram(Bins bins, Partition partition, int depth, int outputs) {
        this.bins = bins;
        this.partition = partition;
        this.outputs = outputs;
        this.width = outputs + 1;
        this.levels = new int[bins.columns()];
        this.cells = new double[bins.columns()][];
        int leaves = 1 << (depth - 1);
        long size = 0;
        for (int column = 0; column < cells.length; column++) {
            size += (long) leaves * used(column) * width;
        }
        this.keeping = size <= MOST_CELLS;
        double[] shared = new double[keeping ? 0 : leaves * MOST_BINS * width];
        Arrays.setAll(cells, column -> keeping ? new double[leaves * used(column) * width] : shared);
    }

    /** How deep trees may be, so that the sums of their last level can be held. */
    static int mostDepth(int outputs) {
        int depth = 1;
        while ((long) (MOST_BINS << depth) * (outputs + 1) <= MOST_CELLS) {
            depth++;
        }
        return depth;
    }

    /** How many bins a column's rows are in, with that of missing categories. */
    int used(int column) {
        return bins.count(column) + (bins.categorical(column) ? 1 : 0);
    }

    /** Forgets the sums of the tree before. */
    void begin() {
        Arrays.fill(levels, -1);
    }

    /**
     * For each leaf and bin of a column the sums of gradients, then of weights; valid until the next level. Those of smaller sides are made of their rows, those
     * of larger ones are what is left of the level before.
     *
     * @param drawn for each row its gradients, then its weight
     */
    double[] sums(int column, float[] drawn) {
        int level = partition.level();
        int stride = used(column) * width;
        if (level > 0 && levels[column] == level - 1) {
            int leaves = 1 << (level - 1);
            double[] own = cells[column];
            Arrays.fill(own, leaves * stride, 2 * leaves * stride, 0);
            addSmaller(own, bins.column(column), leaves, stride, drawn);
            for (int leaf = 0; leaf < leaves; leaf++) {
                subtract(own, leaf * stride, (leaf + leaves) * stride, stride, partition.yesIsSmaller(leaf));
            }
        } else {
            Arrays.fill(cells[column], 0, stride << level, 0);
            addAll(cells[column], bins.column(column), stride, drawn);
        }
        levels[column] = keeping ? level : -1;
        return cells[column];
    }

    /** Makes of a leaf's sums and those of its smaller side, which stand where yes belongs, those of no and yes. */
    private static void subtract(double[] own, int no, int yes, int stride, boolean yesIsSmaller) {
        for (int i = 0; i < stride; i++) {
            double smaller = own[yes + i];
            double larger = own[no + i] - smaller;
            own[no + i] = yesIsSmaller ? larger : smaller;
            own[yes + i] = yesIsSmaller ? smaller : larger;
        }
    }

    private void addAll(double[] own, byte[] bin, int stride, float[] drawn) {
        int[] leaf = partition.leaf();
        if (outputs == 1) {
            for (int row = 0; row < bin.length; row++) {
                int at = leaf[row] * stride + 2 * (bin[row] & 0xff);
                own[at] += drawn[2 * row];
                own[at + 1] += drawn[2 * row + 1];
            }
            return;
        }
        for (int row = 0; row < bin.length; row++) {
            add(own, leaf[row] * stride + (bin[row] & 0xff) * width, drawn, row);
        }
    }

    private void addSmaller(double[] own, byte[] bin, int yes, int stride, float[] drawn) {
        int[] leaf = partition.leaf();
        int[] smaller = partition.smaller();
        int count = partition.smallerRows();
        if (outputs == 1) {
            for (int i = 0; i < count; i++) {
                int row = smaller[i];
                int at = ((leaf[row] & (yes - 1)) | yes) * stride + 2 * (bin[row] & 0xff);
                own[at] += drawn[2 * row];
                own[at + 1] += drawn[2 * row + 1];
            }
            return;
        }
        for (int i = 0; i < count; i++) {
            int row = smaller[i];
            add(own, ((leaf[row] & (yes - 1)) | yes) * stride + (bin[row] & 0xff) * width, drawn, row);
        }
    }

    private void add(double[] own, int at, float[] drawn, int row) {
        for (int k = 0; k < width; k++) {
            own[at + k] += drawn[row * width + k];
        }
    }
}
