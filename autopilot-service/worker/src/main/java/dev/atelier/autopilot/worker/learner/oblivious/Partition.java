package dev.atelier.autopilot.worker.learner.oblivious;

import java.util.Arrays;

/** Which leaf each row is in while a tree grows, and which rows are on the smaller side of their leaf's last question. */
final class Partition {

    private final int[] leaf;
    private final int[] smaller;
    private final boolean[] yesIsSmaller;
    private int smallerRows;
    private int level;

    Partition(int rows, int depth) {
        this.leaf = new int[rows];
        this.smaller = new int[rows];
        this.yesIsSmaller = new boolean[1 << (depth - 1)];
    }

    /** All rows in one leaf. */
    void begin() {
        Arrays.fill(leaf, 0);
        level = 0;
    }

    /** Parts every leaf in two by a question: rows that answer yes get the level's bit. */
    void part(Bins bins, Question question) {
        byte[] bin = bins.column(question.column());
        boolean equal = bins.categorical(question.column());
        int bit = 1 << level++;
        int[] counts = new int[2 * bit];
        for (int row = 0; row < leaf.length; row++) {
            int value = bin[row] & 0xff;
            leaf[row] |= (equal ? value == question.bin() : value > question.bin()) ? bit : 0;
            counts[leaf[row]]++;
        }
        for (int parted = 0; parted < bit; parted++) {
            yesIsSmaller[parted] = counts[parted | bit] <= counts[parted];
        }
        smallerRows = 0;
        for (int row = 0; row < leaf.length; row++) {
            if (yesIsSmaller[leaf[row] & (bit - 1)] == ((leaf[row] & bit) != 0)) {
                smaller[smallerRows++] = row;
            }
        }
    }

    /** How many questions have been asked. */
    int level() {
        return level;
    }

    /** The rows' leaves; the array itself. */
    int[] leaf() {
        return leaf;
    }

    /** The rows on smaller sides, as many as {@link #smallerRows} says; the array itself. */
    int[] smaller() {
        return smaller;
    }

    int smallerRows() {
        return smallerRows;
    }

    /** Whether of a leaf that the last question parted those that answered yes are fewer. */
    boolean yesIsSmaller(int parted) {
        return yesIsSmaller[parted];
    }
}
