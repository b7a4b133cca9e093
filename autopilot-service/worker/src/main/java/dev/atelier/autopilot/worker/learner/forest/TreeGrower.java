package dev.atelier.autopilot.worker.learner.forest;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;

/**
 * Grows one tree after another to pure leaves or the least leaf size. As in scikit-learn, columns that are constant in a node do not
 * count among those it may look at.
 *
 * @param tried how many columns a node looks at
 */
record TreeGrower(TreeColumns columns, Criterion criterion, Splitter splitter, int classes, int tried, int minLeaf) {

    private record Node(int index, int from, int to) {}

    /** A tree on the given rows, which are put into another order. */
    Tree grow(int[] rows, SplittableRandom random) {
        Tree.Builder tree = new Tree.Builder();
        int[] order = new int[columns.count()];
        for (int j = 0; j < order.length; j++) {
            order[j] = j;
        }
        Deque<Node> open = new ArrayDeque<>();
        open.push(new Node(tree.add(), 0, rows.length));
        while (!open.isEmpty()) {
            Node node = open.pop();
            double[] sums = criterion.sums(rows, node.from, node.to);
            int size = node.to - node.from;
            int label = criterion.pureClass(sums, size);
            if (label >= 0) {
                tree.pure(node.index, label);
                continue;
            }
            Split best = new Split();
            if (size >= 2 * minLeaf && !criterion.constant(rows, node.from, node.to)) {
                search(rows, node, sums, order, best, random);
            }
            if (!best.found()) {
                tree.leaf(node.index, classes, outputs(sums, size));
                continue;
            }
            int middle = partition(rows, node, columns.column(best.column), best.threshold);
            int left = tree.add();
            int right = tree.add();
            tree.inner(node.index, best.column, best.threshold, left);
            open.push(new Node(right, middle, node.to));
            open.push(new Node(left, node.from, middle));
        }
        return tree.build();
    }

    private void search(int[] rows, Node node, double[] sums, int[] order, Split best, SplittableRandom random) {
        int counted = 0;
        for (int j = 0; j < order.length && (counted < tried || !best.found()); j++) {
            int other = j + random.nextInt(order.length - j);
            int column = order[other];
            order[other] = order[j];
            order[j] = column;
            if (splitter.search(column, rows, node.from, node.to, sums, minLeaf, best, random)) {
                counted++;
            }
        }
    }

    private static int partition(int[] rows, Node node, float[] values, float threshold) {
        int low = node.from;
        int high = node.to - 1;
        while (low <= high) {
            if (values[rows[low]] <= threshold) {
                low++;
            } else {
                int row = rows[low];
                rows[low] = rows[high];
                rows[high] = row;
                high--;
            }
        }
        return low;
    }

    /** The share of each class, of the second for two classes, or the mean value. */
    private float[] outputs(double[] sums, int size) {
        if (classes == 2) {
            return new float[] {(float) (sums[1] / size)};
        }
        float[] outputs = new float[sums.length];
        for (int k = 0; k < outputs.length; k++) {
            outputs[k] = (float) (sums[k] / size);
        }
        return outputs;
    }
}
