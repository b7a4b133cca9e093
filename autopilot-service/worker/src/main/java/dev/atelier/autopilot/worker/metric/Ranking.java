package dev.atelier.autopilot.worker.metric;

import dev.atelier.autopilot.worker.data.RowWeights;
import java.util.Arrays;

/** Measures of the order of scores. */
public final class Ranking {

    private static final double CHANCE = 0.5;

    private Ranking() {}

    /**
     * The area under the ROC curve as the Mann-Whitney statistic (Hanley and McNeil 1982): the share of pairs of a positive and a negative row that are
     * in the right order; ties count one half. One half if a class is missing.
     */
    public static double auc(double[] score, boolean[] positive) {
        return auc(score, positive, RowWeights.EQUAL);
    }

    /** The same, where a pair counts as much as the product of its rows' weights. */
    public static double auc(double[] score, boolean[] positive, double[] weights) {
        int[] order = order(score);
        double pairs = 0;
        double positives = 0;
        double negatives = 0;
        int i = 0;
        while (i < order.length) {
            int end = i;
            double tiedPositives = 0;
            double tiedNegatives = 0;
            while (end < order.length && score[order[end]] == score[order[i]]) {
                double weight = RowWeights.at(weights, order[end]);
                if (positive[order[end]]) {
                    tiedPositives += weight;
                } else {
                    tiedNegatives += weight;
                }
                end++;
            }
            pairs += tiedPositives * (negatives + tiedNegatives / 2);
            positives += tiedPositives;
            negatives += tiedNegatives;
            i = end;
        }
        return positives == 0 || negatives == 0 ? CHANCE : pairs / (positives * negatives);
    }

    /** Row numbers in ascending order of the score: the scores are sorted as primitives, then each row finds its place. */
    static int[] order(double[] score) {
        int n = score.length;
        double[] sorted = score.clone();
        Arrays.sort(sorted);
        int[] next = new int[n];
        int[] order = new int[n];
        for (int row = 0; row < n; row++) {
            int at = lowerBound(sorted, score[row]);
            order[at + next[at]++] = row;
        }
        return order;
    }

    private static int lowerBound(double[] sorted, double key) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Double.compare(sorted[middle], key) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
