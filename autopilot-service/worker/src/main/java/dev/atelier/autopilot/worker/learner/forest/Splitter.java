package dev.atelier.autopilot.worker.learner.forest;

import java.util.SplittableRandom;

/** Looks for the best threshold of a column within a node. */
interface Splitter {
    /**
     * Offers what it finds.
     *
     * @param rows the rows of the tree, of which those from {@code from} to {@code to} are in the node
     * @param all the node's sums
     * @return whether the column has more than one value in the node
     */
    boolean search(
            int column, int[] rows, int from, int to, double[] all, int minLeaf, Split best, SplittableRandom random);
}
