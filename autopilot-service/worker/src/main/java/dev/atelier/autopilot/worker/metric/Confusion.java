package dev.atelier.autopilot.worker.metric;

import dev.atelier.autopilot.worker.data.RowWeights;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Weights of true classes (rows) by predicted classes (columns), and what follows from them; without weights these are counts. A ratio without cases is 0. */
public final class Confusion {

    private final double[][] counts;

    private Confusion(double[][] counts) {
        this.counts = counts;
    }

    /** Binary: positive (class 1) from the threshold on. */
    public static Confusion binary(double[] target, double[] weights, double[] probability, double threshold) {
        double[][] counts = new double[2][2];
        for (int i = 0; i < target.length; i++) {
            counts[(int) target[i]][probability[i] >= threshold ? 1 : 0] += RowWeights.at(weights, i);
        }
        return new Confusion(counts);
    }

    /** Multiclass: the most probable class, the first of equals. */
    public static Confusion multiclass(double[] target, double[] weights, double[] probabilities, int classes) {
        double[][] counts = new double[classes][classes];
        for (int i = 0; i < target.length; i++) {
            counts[(int) target[i]][mostProbable(probabilities, i * classes, classes)] += RowWeights.at(weights, i);
        }
        return new Confusion(counts);
    }

    public static int mostProbable(double[] values, int from, int classes) {
        int best = 0;
        for (int k = 1; k < classes; k++) {
            if (values[from + k] > values[from + best]) {
                best = k;
            }
        }
        return best;
    }

    public double[][] counts() {
        return counts;
    }

    public double accuracy() {
        double right = 0;
        double all = 0;
        for (int i = 0; i < counts.length; i++) {
            right += counts[i][i];
            all += rowSum(i);
        }
        return ratio(right, all);
    }

    public double recall(int k) {
        return ratio(counts[k][k], rowSum(k));
    }

    public double precision(int k) {
        return ratio(counts[k][k], columnSum(k));
    }

    public double f1(int k) {
        double precision = precision(k);
        double recall = recall(k);
        return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
    }

    /** The mean recall of the classes that occur. */
    public double balancedAccuracy() {
        double sum = 0;
        int present = 0;
        for (int k = 0; k < counts.length; k++) {
            if (rowSum(k) > 0) {
                sum += recall(k);
                present++;
            }
        }
        return present == 0 ? 0 : sum / present;
    }

    /** The mean over the classes that occur or are predicted, as scikit-learn has it. */
    public double macro(IntToDoubleFunction measure) {
        return IntStream.range(0, counts.length)
                .filter(k -> rowSum(k) > 0 || columnSum(k) > 0)
                .mapToDouble(measure)
                .average()
                .orElse(0);
    }

    private double rowSum(int k) {
        double sum = 0;
        for (double count : counts[k]) {
            sum += count;
        }
        return sum;
    }

    private double columnSum(int k) {
        double sum = 0;
        for (double[] row : counts) {
            sum += row[k];
        }
        return sum;
    }

    private static double ratio(double part, double whole) {
        return whole == 0 ? 0 : part / whole;
    }
}
