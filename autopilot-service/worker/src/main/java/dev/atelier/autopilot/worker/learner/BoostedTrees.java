package dev.atelier.autopilot.worker.learner;

import java.util.List;
import java.util.Random;

/**
 * The trees of a boosted model as a row alone needs them: a step down a tree is a wait for memory, so a node has eight bytes and some trees are walked side by
 * side, whose waits overlap. A row's values are looked up once among the thresholds of their column; a node then compares two small whole numbers.
 *
 * <p>A node holds, from its lowest bit, its left and its right child in its tree (16 bits each, {@code ~leaf} for a leaf), a place (10 bits) and a question
 * (22 bits): a row goes left where its place by that question is not above the node's.
 */
final class BoostedTrees {

    /** How many trees are walked at once. */
    private static final int ABREAST = 16;

    private static final int CHILD_BITS = 16;
    private static final int PLACE_AT = 2 * CHILD_BITS;
    private static final int QUESTION_AT = PLACE_AT + 10;

    static final int MOST_PLACES = 1 << 10;
    static final int MOST_QUESTIONS = 1 << 22;
    static final int MOST_CHILDREN = 1 << 15;

    private final List<TreeQuestions> questions;
    private final int count;
    private final long[] nodes;
    private final double[] leaves;
    private final int[] firstNode;
    private final int[] firstLeaf;

    /**
     * Trees one after the other.
     *
     * @param questions what nodes ask
     * @param count of questions
     * @param firstNode where each tree begins among the nodes
     * @param firstLeaf where each tree begins among the leaves
     */
    BoostedTrees(
            List<? extends TreeQuestions> questions,
            int count,
            long[] nodes,
            double[] leaves,
            int[] firstNode,
            int[] firstLeaf) {
        this.questions = List.copyOf(questions);
        this.count = count;
        this.nodes = nodes;
        this.leaves = leaves;
        this.firstNode = firstNode;
        this.firstLeaf = firstLeaf;
    }

    /** A row near to thresholds, some of whose values are missing. */
    double[] example(int columns, Random random) {
        double[] row = new double[columns];
        for (TreeQuestions each : questions) {
            row[each.column()] = random.nextInt(8) == 0 ? Double.NaN : each.example(random);
        }
        return row;
    }

    static long node(int question, int place, int left, int right) {
        return ((long) question << QUESTION_AT)
                | ((long) place << PLACE_AT)
                | ((right & 0xFFFFL) << CHILD_BITS)
                | (left & 0xFFFFL);
    }

    /** The leaf that each tree leads a row to, in the order of the trees. */
    double[] leaves(double[] row) {
        int[] places = new int[count];
        for (TreeQuestions each : questions) {
            each.place(row, places);
        }
        double[] found = new double[firstNode.length];
        int[] tree = new int[ABREAST];
        int[] at = new int[ABREAST];
        int walking = Math.min(ABREAST, found.length);
        for (int t = 0; t < walking; t++) {
            tree[t] = t;
            at[t] = firstNode[t];
        }
        int next = walking;
        while (walking > 0) {
            for (int i = 0; i < walking; i++) {
                int child = child(nodes[at[i]], places);
                int walked = tree[i];
                if (child >= 0) {
                    at[i] = firstNode[walked] + child;
                    continue;
                }
                found[walked] = leaves[firstLeaf[walked] + ~child];
                if (next < found.length) {
                    tree[i] = next;
                    at[i] = firstNode[next++];
                } else {
                    walking--;
                    tree[i] = tree[walking];
                    at[i] = at[walking];
                }
            }
        }
        return found;
    }

    /** Without a branch, which could not be foreseen. */
    private static int child(long node, int[] places) {
        int place = (int) (node >>> PLACE_AT) & (MOST_PLACES - 1);
        int below = (place - places[(int) (node >>> QUESTION_AT)]) >>> 31;
        return (short) (node >>> (below * CHILD_BITS));
    }
}
