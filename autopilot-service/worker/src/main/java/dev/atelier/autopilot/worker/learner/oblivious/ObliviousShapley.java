package dev.atelier.autopilot.worker.learner.oblivious;

import dev.atelier.autopilot.worker.feature.Matrix;
import java.util.Arrays;
import java.util.List;

/**
 * Exact Shapley values of sums before the link (path-dependent TreeSHAP, Lundberg et al. 2020). A tree asks about few columns, so that all their subsets are
 * looked at: with a subset known, a row's leaves are those that agree with it there, weighted by the training rows that went each way elsewhere.
 */
final class ObliviousShapley {

    private final double[] start;
    private final List<ObliviousTree> trees;
    private final int columns;

    ObliviousShapley(double[] start, List<ObliviousTree> trees, int columns) {
        this.start = start;
        this.trees = trees;
        this.columns = columns;
    }

    /** Rows × outputs × (columns + 1), the base value last. */
    double[] of(Matrix matrix) {
        int outputs = start.length;
        int width = columns + 1;
        double[] values = new double[matrix.rows() * outputs * width];
        for (int row = 0; row < matrix.rows(); row++) {
            for (int k = 0; k < outputs; k++) {
                values[(row * outputs + k) * width + columns] = start[k];
            }
        }
        for (ObliviousTree tree : trees) {
            double[][] shares = shares(tree);
            double[][] known = new double[1 << tree.depth()][];
            for (int row = 0; row < matrix.rows(); row++) {
                int leaf = tree.leaf(matrix.values(), row * matrix.columns());
                if (known[leaf] == null) {
                    known[leaf] = values(tree, leaf, shares);
                }
                double[] found = known[leaf];
                for (int i = 0; i < found.length; i++) {
                    int output = i / (tree.depth() + 1);
                    int level = i % (tree.depth() + 1);
                    int column = level == tree.depth() ? columns : tree.columns()[level];
                    values[(row * outputs + output) * width + column] += found[i];
                }
            }
        }
        return values;
    }

    /** Of each node, which a level's number and the answers above it name, the shares of the rows that answered no and yes. */
    private static double[][] shares(ObliviousTree tree) {
        int depth = tree.depth();
        double[][] shares = new double[depth][];
        double[] below = Arrays.stream(tree.covers()).asDoubleStream().toArray();
        for (int level = depth - 1; level >= 0; level--) {
            int nodes = 1 << level;
            double[] here = new double[nodes];
            shares[level] = new double[2 * nodes];
            for (int node = 0; node < nodes; node++) {
                here[node] = below[node] + below[node + nodes];
                shares[level][node] = here[node] == 0 ? 0.5 : below[node] / here[node];
                shares[level][node + nodes] = 1 - shares[level][node];
            }
            below = here;
        }
        return shares;
    }

    /** The values of all rows of a leaf: outputs × (levels + 1), a column's at its first level, the base value last. */
    private double[] values(ObliviousTree tree, int leaf, double[][] shares) {
        int depth = tree.depth();
        int outputs = start.length;
        int[] first = new int[depth];
        int players = 0;
        int[] levels = new int[depth];
        for (int level = 0; level < depth; level++) {
            int same = level;
            for (int above = level - 1; above >= 0; above--) {
                same = tree.columns()[above] == tree.columns()[level] ? above : same;
            }
            if (same == level) {
                first[players] = level;
                levels[players] = 0;
                players++;
            }
            for (int player = 0; player < players; player++) {
                levels[player] |= tree.columns()[first[player]] == tree.columns()[level] ? 1 << level : 0;
            }
        }
        double[] known = expected(tree, leaf, shares);
        double[][] expected = new double[1 << players][outputs];
        for (int subset = 0; subset < expected.length; subset++) {
            int fixed = 0;
            for (int player = 0; player < players; player++) {
                fixed |= (subset >> player & 1) == 1 ? levels[player] : 0;
            }
            System.arraycopy(known, fixed * outputs, expected[subset], 0, outputs);
        }
        double[] found = new double[outputs * (depth + 1)];
        for (int subset = 0; subset < expected.length; subset++) {
            double weight = weight(Integer.bitCount(subset), players);
            for (int player = 0; player < players; player++) {
                if ((subset >> player & 1) == 0) {
                    double[] with = expected[subset | 1 << player];
                    for (int k = 0; k < outputs; k++) {
                        found[k * (depth + 1) + first[player]] += weight * (with[k] - expected[subset][k]);
                    }
                }
            }
        }
        for (int k = 0; k < outputs; k++) {
            found[k * (depth + 1) + depth] = expected[0][k];
        }
        return found;
    }

    /**
     * For each set of levels, as bits, the mean of the leaves that agree with one there. From the last level up: {@code mean} is by the answers above a level
     * and the set of the levels from it on, which together are as many bits as there are levels.
     */
    private double[] expected(ObliviousTree tree, int leaf, double[][] shares) {
        int outputs = start.length;
        double[] mean = tree.leaves().clone();
        for (int level = tree.depth() - 1; level >= 0; level--) {
            double[] next = new double[mean.length];
            int bit = 1 << level;
            for (int at = 0; at < 1 << tree.depth(); at++) {
                int no = at & ~bit;
                int node = at & (bit - 1);
                boolean known = (at & bit) != 0;
                double yes = known ? ((leaf & bit) != 0 ? 1 : 0) : shares[level][node + bit];
                for (int k = 0; k < outputs; k++) {
                    next[at * outputs + k] = (1 - yes) * mean[no * outputs + k] + yes * mean[(no | bit) * outputs + k];
                }
            }
            mean = next;
        }
        return mean;
    }

    /** What a subset of a number of players counts for one that joins it: size! (players - size - 1)! / players! */
    private static double weight(int size, int players) {
        double weight = 1.0 / players;
        for (int i = 1; i <= size; i++) {
            weight *= (double) i / (players - i);
        }
        return weight;
    }
}
