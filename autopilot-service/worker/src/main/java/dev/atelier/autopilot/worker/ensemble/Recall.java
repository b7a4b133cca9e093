package dev.atelier.autopilot.worker.ensemble;

import dev.atelier.autopilot.worker.artefact.KnownRows;
import dev.atelier.autopilot.worker.data.Dataset;
import dev.atelier.autopilot.worker.data.Folds;
import dev.atelier.autopilot.worker.data.RowHashes;
import dev.atelier.autopilot.worker.data.RowWeights;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What rows say of other rows with the same values. Tables often hold the same case more than once; whether its targets agree, and so what a known target is
 * worth beside a prediction, is learned from rows whose twins are in other folds.
 */
final class Recall {

    /**
     * As how many rows a prediction counts.
     *
     * @param folds chosen for each fold by the others
     * @param all chosen by all
     */
    record Priors(List<Double> folds, double all) {}

    private static final double[] GRID = {0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100};

    /** By how much the loss must fall on rows that did not choose, as for a temperature. */
    private static final double LEAST_GAIN = 0.005;

    private static final double TINY = 1e-15;
    private static final double NOTHING_KNOWN = Double.POSITIVE_INFINITY;

    private final int outputs;
    private final boolean classes;
    private final Folds folds;
    private final Dataset data;
    private final long[] hashes;
    private final double[] weights;
    private final double[] sums;

    /**
     * Finds the twins of each row among those that its fold's models learn from.
     *
     * @param features names of the columns that make a row what it is
     */
    Recall(int outputs, boolean classes, Folds folds, Dataset data, List<String> features) {
        this.outputs = outputs;
        this.classes = classes;
        this.folds = folds;
        this.data = data;
        this.hashes = RowHashes.of(data.features(), features);
        this.weights = new double[data.rows()];
        this.sums = new double[data.rows() * outputs];
        Map<Long, Integer> first = new HashMap<>();
        int[] group = new int[data.rows()];
        boolean twins = false;
        for (int row = 0; row < group.length; row++) {
            Integer known = first.putIfAbsent(hashes[row], row);
            group[row] = known == null ? row : known;
            twins |= known != null;
        }
        for (int fold = 0; twins && fold < folds.count(); fold++) {
            find(fold, group);
        }
    }

    private void find(int fold, int[] group) {
        double[] groupWeights = new double[group.length];
        double[] groupSums = new double[group.length * outputs];
        for (int row : folds.trainingRows(fold)) {
            double weight = RowWeights.at(data.weights(), row);
            groupWeights[group[row]] += weight;
            KnownRows.add(groupSums, group[row] * outputs, outputs, data.target()[row], weight);
        }
        for (int row : folds.validationRows(fold)) {
            weights[row] = groupWeights[group[row]];
            System.arraycopy(groupSums, group[row] * outputs, sums, row * outputs, outputs);
        }
    }

    /** How predictions and known targets are best weighed; nothing when no row has a twin. */
    Optional<Priors> choose(double[] predictions) {
        if (Arrays.stream(weights).noneMatch(weight -> weight > 0)) {
            return Optional.empty();
        }
        List<Double> chosen = IntStream.range(0, folds.count())
                .mapToObj(fold -> best(predictions, folds.otherRows(fold)))
                .toList();
        return Optional.of(new Priors(chosen, best(predictions, folds.measuredRows())));
    }

    /** Whether the loss falls by half a percent, and in most folds. */
    boolean helps(double[] plain, double[] recalled) {
        double before = 0;
        double after = 0;
        int better = 0;
        for (int fold = 0; fold < folds.count(); fold++) {
            int[] inside = folds.validationRows(fold);
            double lossBefore = loss(plain, inside, NOTHING_KNOWN);
            double lossAfter = loss(recalled, inside, NOTHING_KNOWN);
            before += lossBefore;
            after += lossAfter;
            better += lossAfter < lossBefore ? 1 : 0;
        }
        return after < (1 - LEAST_GAIN) * before && 2 * better > folds.count();
    }

    private double best(double[] predictions, int[] rows) {
        double best = GRID[0];
        double least = Double.POSITIVE_INFINITY;
        for (double prior : GRID) {
            double loss = loss(predictions, rows, prior);
            if (loss < least) {
                best = prior;
                least = loss;
            }
        }
        return best;
    }

    /** Out-of-fold predictions together with what is known of each row. */
    double[] recalled(double[] predictions, double prior) {
        double[] recalled = new double[predictions.length];
        for (int i = 0; i < recalled.length; i++) {
            recalled[i] = recalled(predictions, i, prior);
        }
        return recalled;
    }

    /** All rows, for serving. */
    KnownRows known(double prior) {
        return KnownRows.of(hashes, data.target(), data.weights(), outputs, prior);
    }

    private double recalled(double[] predictions, int at, double prior) {
        double weight = weights[at / outputs];
        return weight == 0 || prior == NOTHING_KNOWN
                ? predictions[at]
                : KnownRows.recalled(predictions[at], prior, sums[at], weight);
    }

    /** Log loss or squared error. */
    private double loss(double[] predictions, int[] rows, double prior) {
        double sum = 0;
        double total = 0;
        for (int row : rows) {
            double target = data.target()[row];
            double weight = RowWeights.at(data.weights(), row);
            if (!classes) {
                double error = recalled(predictions, row, prior) - target;
                sum += weight * error * error;
            } else if (outputs == 1) {
                double positive = recalled(predictions, row, prior);
                sum -= weight * Math.log(Math.max(TINY, target > 0 ? positive : 1 - positive));
            } else {
                sum -= weight * Math.log(Math.max(TINY, recalled(predictions, row * outputs + (int) target, prior)));
            }
            total += weight;
        }
        return total == 0 ? 0 : sum / total;
    }
}
