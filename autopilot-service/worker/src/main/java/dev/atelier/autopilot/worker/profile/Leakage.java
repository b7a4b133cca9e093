package dev.atelier.autopilot.worker.profile;

import dev.atelier.autopilot.worker.data.Column;
import dev.atelier.autopilot.worker.job.ProblemType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * How well one feature alone predicts the target: groups of its values learn from one half of the rows, chosen by chance,
 * and are measured on the other. Near 1 means that the
 * feature probably holds the answer.
 */
final class Leakage {

    static final double SUSPICIOUS = 0.99;
    private static final int BINS = 50;
    private static final int MAX_ROWS = 50_000;

    private final ProblemType type;
    private final double[] target;
    private final int classes;

    Leakage(ProblemType type, double[] target, int classes) {
        this.type = type;
        this.target = target;
        this.classes = classes;
    }

    /** Kappa (the accuracy above chance) for classes, R² for values; at most 1. */
    double score(Column column) {
        int rows = Math.min(MAX_ROWS, column.rows());
        int[] groups = groups(column, rows);
        return type.isClassification() ? kappa(groups, rows) : r2(groups, rows);
    }

    private static int[] groups(Column column, int rows) {
        int[] groups = new int[rows];
        switch (column) {
            case Column.Strings strings -> System.arraycopy(strings.codes(), 0, groups, 0, rows);
            case Column.Numbers numbers -> {
                double[] values = Arrays.copyOf(numbers.values(), rows);
                Map<Double, Integer> distinct = new HashMap<>();
                for (double value : values) {
                    if (distinct.size() <= BINS) {
                        distinct.putIfAbsent(value, distinct.size());
                    }
                }
                double[] sorted = values.clone();
                Arrays.sort(sorted);
                for (int i = 0; i < rows; i++) {
                    groups[i] = distinct.size() <= BINS ? distinct.get(values[i]) : bin(sorted, values[i]);
                }
            }
        }
        return groups;
    }

    private static int bin(double[] sorted, double value) {
        int at = Arrays.binarySearch(sorted, value);
        return (int) ((long) (at < 0 ? -at - 1 : at) * BINS / sorted.length);
    }

    private double kappa(int[] groups, int rows) {
        Map<Integer, int[]> counts = new HashMap<>();
        int[] all = new int[classes];
        for (int i = 0; i < rows; i++) {
            if (!learns(i)) {
                continue;
            }
            counts.computeIfAbsent(groups[i], _ -> new int[classes])[(int) target[i]]++;
            all[(int) target[i]]++;
        }
        int right = 0;
        int chance = 0;
        int measured = 0;
        int majority = argmax(all);
        for (int i = 0; i < rows; i++) {
            if (learns(i)) {
                continue;
            }
            int[] group = counts.get(groups[i]);
            right += (group == null ? majority : argmax(group)) == (int) target[i] ? 1 : 0;
            chance += majority == (int) target[i] ? 1 : 0;
            measured++;
        }
        return measured == chance ? 0 : (right - chance) / (double) (measured - chance);
    }

    private double r2(int[] groups, int rows) {
        Map<Integer, double[]> sums = new HashMap<>();
        double total = 0;
        int count = 0;
        for (int i = 0; i < rows; i++) {
            if (!learns(i)) {
                continue;
            }
            double[] sum = sums.computeIfAbsent(groups[i], _ -> new double[2]);
            sum[0] += target[i];
            sum[1]++;
            total += target[i];
            count++;
        }
        double mean = count == 0 ? 0 : total / count;
        double error = 0;
        double variance = 0;
        for (int i = 0; i < rows; i++) {
            if (learns(i)) {
                continue;
            }
            double[] sum = sums.get(groups[i]);
            double predicted = sum == null ? mean : sum[0] / sum[1];
            error += (target[i] - predicted) * (target[i] - predicted);
            variance += (target[i] - mean) * (target[i] - mean);
        }
        return variance == 0 ? 0 : 1 - error / variance;
    }

    /** One bit of a mixed row number, so that no pattern in the order of rows matters. */
    private static boolean learns(int row) {
        long mixed = (row + 1) * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        return (mixed >>> 40 & 1) == 0;
    }

    private static int argmax(int[] counts) {
        int best = 0;
        for (int k = 1; k < counts.length; k++) {
            best = counts[k] > counts[best] ? k : best;
        }
        return best;
    }
}
