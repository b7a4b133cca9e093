package dev.atelier.autopilot.worker.metric;

import dev.atelier.autopilot.worker.data.RowWeights;
import dev.atelier.autopilot.worker.job.ProblemType;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** All measures of some predictions. */
public final class Scores {

    private static final double EPSILON = 1e-15;
    private static final double CHANCE = 0.5;

    private final ProblemType type;
    private final int classes;

    public Scores(ProblemType type, int classes) {
        this.type = type;
        this.classes = classes;
    }

    /** Computes all for rows that count the same. */
    public Map<Metric, Double> compute(double[] target, double[] prediction, double threshold) {
        return compute(target, RowWeights.EQUAL, prediction, threshold);
    }

    /**
     * Computes all.
     *
     * @param target class indexes or values
     * @param weights see {@link RowWeights}
     * @param prediction as many outputs a row as the problem type has
     * @param threshold for binary decisions
     */
    public Map<Metric, Double> compute(double[] target, double[] weights, double[] prediction, double threshold) {
        Map<Metric, Double> scores = new EnumMap<>(Metric.class);
        switch (type) {
            case BINARY_CLASSIFICATION -> binary(scores, target, weights, prediction, threshold);
            case MULTICLASS_CLASSIFICATION -> multiclass(scores, target, weights, prediction);
            case REGRESSION -> regression(scores, target, weights, prediction);
        }
        return scores;
    }

    /** The measures of which rows with these targets say nothing; {@link #compute} has a convention for them. */
    public Set<Metric> undefined(double[] target) {
        boolean same = Arrays.stream(target).allMatch(value -> value == target[0]);
        return switch (type) {
            case BINARY_CLASSIFICATION ->
                !same
                        ? EnumSet.noneOf(Metric.class)
                        : target.length > 0 && target[0] > 0
                                ? EnumSet.of(Metric.AUC)
                                : EnumSet.of(Metric.AUC, Metric.F1, Metric.PRECISION, Metric.RECALL);
            case MULTICLASS_CLASSIFICATION -> same ? EnumSet.of(Metric.AUC) : EnumSet.noneOf(Metric.class);
            case REGRESSION -> same ? EnumSet.of(Metric.R2) : EnumSet.noneOf(Metric.class);
        };
    }

    /** Counts of rows, whatever their weight. */
    public Confusion confusion(double[] target, double[] prediction, double threshold) {
        return type == ProblemType.BINARY_CLASSIFICATION
                ? Confusion.binary(target, RowWeights.EQUAL, prediction, threshold)
                : Confusion.multiclass(target, RowWeights.EQUAL, prediction, classes);
    }

    private static void binary(
            Map<Metric, Double> scores, double[] target, double[] weights, double[] probability, double threshold) {
        Confusion confusion = Confusion.binary(target, weights, probability, threshold);
        scores.put(Metric.AUC, Ranking.auc(probability, members(target, 1), weights));
        scores.put(Metric.LOG_LOSS, binaryLogLoss(target, weights, probability));
        scores.put(Metric.ACCURACY, confusion.accuracy());
        scores.put(Metric.BALANCED_ACCURACY, confusion.balancedAccuracy());
        scores.put(Metric.F1, confusion.f1(1));
        scores.put(Metric.PRECISION, confusion.precision(1));
        scores.put(Metric.RECALL, confusion.recall(1));
    }

    private void multiclass(Map<Metric, Double> scores, double[] target, double[] weights, double[] probabilities) {
        Confusion confusion = Confusion.multiclass(target, weights, probabilities, classes);
        scores.put(Metric.ACCURACY, confusion.accuracy());
        scores.put(Metric.LOG_LOSS, multiclassLogLoss(target, weights, probabilities, classes));
        scores.put(Metric.BALANCED_ACCURACY, confusion.balancedAccuracy());
        scores.put(Metric.F1_MACRO, confusion.macro(confusion::f1));
        scores.put(Metric.PRECISION_MACRO, confusion.macro(confusion::precision));
        scores.put(Metric.RECALL_MACRO, confusion.macro(confusion::recall));
        double auc = 0;
        int present = 0;
        for (int k = 0; k < classes; k++) {
            boolean[] members = members(target, k);
            if (!mixed(members)) {
                continue;
            }
            present++;
            double[] score = new double[target.length];
            for (int i = 0; i < score.length; i++) {
                score[i] = probabilities[i * classes + k];
            }
            auc += Ranking.auc(score, members, weights);
        }
        scores.put(Metric.AUC, present == 0 ? CHANCE : auc / present);
    }

    private static void regression(Map<Metric, Double> scores, double[] target, double[] weights, double[] prediction) {
        double squares = 0;
        double absolutes = 0;
        double sum = 0;
        for (int i = 0; i < target.length; i++) {
            double weight = RowWeights.at(weights, i);
            double error = prediction[i] - target[i];
            squares += weight * error * error;
            absolutes += weight * Math.abs(error);
            sum += weight * target[i];
        }
        double rows = RowWeights.total(weights, target.length);
        double mean = sum / rows;
        double total = 0;
        for (int i = 0; i < target.length; i++) {
            total += RowWeights.at(weights, i) * (target[i] - mean) * (target[i] - mean);
        }
        scores.put(Metric.MSE, squares / rows);
        scores.put(Metric.RMSE, Math.sqrt(squares / rows));
        scores.put(Metric.MAE, absolutes / rows);
        scores.put(Metric.R2, total == 0 ? 0 : 1 - squares / total);
    }

    public static double binaryLogLoss(double[] target, double[] weights, double[] probability) {
        double sum = 0;
        for (int i = 0; i < target.length; i++) {
            sum -= RowWeights.at(weights, i) * Math.log(clip(target[i] > 0 ? probability[i] : 1 - probability[i]));
        }
        return sum / RowWeights.total(weights, target.length);
    }

    public static double multiclassLogLoss(double[] target, double[] weights, double[] probabilities, int classes) {
        double sum = 0;
        for (int i = 0; i < target.length; i++) {
            sum -= RowWeights.at(weights, i) * Math.log(clip(probabilities[i * classes + (int) target[i]]));
        }
        return sum / RowWeights.total(weights, target.length);
    }

    private static double clip(double probability) {
        return Math.clamp(probability, EPSILON, 1);
    }

    private static boolean mixed(boolean[] members) {
        int count = 0;
        for (boolean member : members) {
            count += member ? 1 : 0;
        }
        return count > 0 && count < members.length;
    }

    private static boolean[] members(double[] target, int k) {
        boolean[] members = new boolean[target.length];
        for (int i = 0; i < target.length; i++) {
            members[i] = (int) target[i] == k;
        }
        return members;
    }
}
