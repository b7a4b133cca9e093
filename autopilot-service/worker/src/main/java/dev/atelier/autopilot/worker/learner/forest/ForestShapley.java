package dev.atelier.autopilot.worker.learner.forest;

import dev.atelier.autopilot.worker.feature.Matrix;

/**
 * Exact Shapley values of a forest's predictions: how a row differs from rows of a background, shared out to the columns in which they differ (interventional
 * TreeSHAP, Lundberg et al. 2020). A tree is walked once for a row and a background row: where both would go the same way there is one way, where a column parts
 * them both ways are gone. That needs no count of rows in the nodes, and does not grow with the number of leaves, which in unpruned trees is that of the rows.
 */
final class ForestShapley {

    private static final int MOST = 64;

    /** For a leaf that n columns of the row and m of the background lead to: (n-1)! m! / (n+m)! */
    private static final double[][] SHARES = shares();

    private final Forest forest;
    private final int columns;
    private final int outputs;
    private final double[] leaf;

    /** Columns on the way: 0 undecided, 1 as the row has it, 2 as the background row has it. */
    private final byte[] decided;

    private final int[] ofRow;
    private final int[] ofBackground;

    ForestShapley(Forest forest, int columns) {
        this.forest = forest;
        this.columns = columns;
        this.outputs = forest.outputs();
        this.leaf = new double[outputs];
        this.decided = new byte[columns];
        this.ofRow = new int[columns];
        this.ofBackground = new int[columns];
    }

    /** Rows × outputs × (columns + 1), the mean prediction of the background last. */
    double[] of(Matrix matrix, Matrix background) {
        TreeColumns rows = forest.columns(matrix);
        TreeColumns others = forest.columns(background);
        double[] values = new double[matrix.rows() * outputs * (columns + 1)];
        for (int row = 0; row < matrix.rows(); row++) {
            int at = row * outputs * (columns + 1);
            for (int other = 0; other < background.rows(); other++) {
                for (Tree tree : forest.trees()) {
                    walk(tree, 0, rows, row, others, other, 0, 0, values, at);
                }
            }
        }
        double share = 1.0 / forest.trees().size() / background.rows();
        for (int i = 0; i < values.length; i++) {
            values[i] *= share;
            if (i % (columns + 1) == columns) {
                values[i] += forest.centre();
            }
        }
        return values;
    }

    @SuppressWarnings("ParameterNumber")
    private void walk(
            Tree tree,
            int node,
            TreeColumns rows,
            int row,
            TreeColumns others,
            int other,
            int n,
            int m,
            double[] values,
            int at) {
        int child = tree.child(node);
        if (child < 0) {
            share(tree, child, n, m, values, at);
            return;
        }
        int column = tree.column(node);
        float threshold = tree.threshold(node);
        int byRow = rows.column(column)[row] <= threshold ? child : child + 1;
        int byOther = others.column(column)[other] <= threshold ? child : child + 1;
        if (byRow == byOther || decided[column] != 0) {
            int next = decided[column] == 2 ? byOther : byRow;
            walk(tree, next, rows, row, others, other, n, m, values, at);
            return;
        }
        decided[column] = 1;
        ofRow[n] = column;
        walk(tree, byRow, rows, row, others, other, n + 1, m, values, at);
        decided[column] = 2;
        ofBackground[m] = column;
        walk(tree, byOther, rows, row, others, other, n, m + 1, values, at);
        decided[column] = 0;
    }

    private void share(Tree tree, int child, int n, int m, double[] values, int at) {
        java.util.Arrays.fill(leaf, 0);
        tree.addLeafTo(leaf, 0, outputs, forest.classes(), child);
        double gained = n == 0 ? 0 : weight(n, m);
        double lost = m == 0 ? 0 : weight(m, n);
        for (int k = 0; k < outputs; k++) {
            int from = at + k * (columns + 1);
            for (int i = 0; i < n; i++) {
                values[from + ofRow[i]] += gained * leaf[k];
            }
            for (int i = 0; i < m; i++) {
                values[from + ofBackground[i]] -= lost * leaf[k];
            }
            if (n == 0) {
                values[from + columns] += leaf[k];
            }
        }
    }

    private static double weight(int n, int m) {
        return n <= MOST && m <= MOST
                ? SHARES[n][m]
                : Math.exp(logFactorial(n - 1) + logFactorial(m) - logFactorial(n + m));
    }

    private static double[][] shares() {
        double[][] shares = new double[MOST + 1][MOST + 1];
        for (int n = 1; n <= MOST; n++) {
            for (int m = 0; m <= MOST; m++) {
                shares[n][m] = Math.exp(logFactorial(n - 1) + logFactorial(m) - logFactorial(n + m));
            }
        }
        return shares;
    }

    private static double logFactorial(int n) {
        double sum = 0;
        for (int i = 2; i <= n; i++) {
            sum += Math.log(i);
        }
        return sum;
    }
}
