package dev.atelier.autopilot.worker.explain;

import dev.atelier.autopilot.worker.artefact.Model;
import dev.atelier.autopilot.worker.data.Column;
import dev.atelier.autopilot.worker.data.Dataset;
import dev.atelier.autopilot.worker.data.Folds;
import dev.atelier.autopilot.worker.data.RowWeights;
import dev.atelier.autopilot.worker.data.Table;
import dev.atelier.autopilot.worker.explain.Explanation.Importance;
import dev.atelier.autopilot.worker.explain.Explanation.Permutation;
import dev.atelier.autopilot.worker.job.Deadline;
import dev.atelier.autopilot.worker.metric.Metric;
import dev.atelier.autopilot.worker.metric.Scores;
import dev.atelier.autopilot.worker.metric.Threshold;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/** Shuffles one feature at a time in the rows that each fold's models have not learned from. */
final class PermutationImportance {

    private static final int MOST_ROWS = 4_000;
    private static final int FEWEST_ROWS = 250;
    private static final int REPEATS = 3;

    /** A fold's rows: their features and targets. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Part(int fold, Table table, double[] target, double[] weights) {}

    private final Model model;
    private final Dataset data;
    private final Folds folds;
    private final Metric objective;
    private final Scores scores;
    private final double threshold;
    private final SplittableRandom random;
    private boolean truncated;

    PermutationImportance(Model model, Dataset data, Folds folds, SplittableRandom random) {
        this.model = model;
        this.data = data;
        this.folds = folds;
        this.random = random;
        this.objective = Metric.of(model.manifest().objectiveMetric());
        this.scores = new Scores(
                model.manifest().problemType(), model.manifest().classes().size());
        Double decided = model.manifest().threshold();
        this.threshold = decided == null ? Threshold.HALF : decided;
    }

    boolean truncated() {
        return truncated;
    }

    Permutation measure(List<String> features, Deadline deadline) {
        List<Part> parts = parts(MOST_ROWS);
        long start = System.nanoTime();
        double baseline = baseline(parts);
        double needed = features.size() * (System.nanoTime() - start) / 1e9;
        if (needed > deadline.remainingSeconds()) {
            int rows = (int) Math.max(FEWEST_ROWS, MOST_ROWS * deadline.remainingSeconds() / needed / 2);
            parts = parts(Math.min(MOST_ROWS, rows));
            baseline = baseline(parts);
        }
        double[] sums = new double[features.size()];
        double[] squares = new double[features.size()];
        int repeats = 0;
        long first = System.nanoTime();
        double each = 0;
        while (repeats < REPEATS && (repeats == 0 || each < deadline.remainingSeconds())) {
            for (int j = 0; j < sums.length; j++) {
                double loss = objective.gain(baseline) - objective.gain(shuffled(parts, features.get(j)));
                sums[j] += loss;
                squares[j] += loss * loss;
            }
            repeats++;
            each = (System.nanoTime() - first) / 1e9 / repeats;
        }
        truncated = repeats < REPEATS;
        List<Importance> importances = new ArrayList<>();
        for (int j = 0; j < sums.length; j++) {
            double mean = sums[j] / repeats;
            double variance = repeats < 2 ? 0 : Math.max(0, squares[j] - repeats * mean * mean) / (repeats - 1);
            importances.add(new Importance(features.get(j), mean, Math.sqrt(variance)));
        }
        importances.sort(Comparator.comparingDouble(Importance::importance).reversed());
        int rows = parts.stream().mapToInt(part -> part.target.length).sum();
        return new Permutation(rows, repeats, baseline, List.copyOf(importances));
    }

    private List<Part> parts(int rows) {
        List<Part> parts = new ArrayList<>();
        for (int fold = 0; fold < folds.count(); fold++) {
            int[] sampled = Sampling.rows(folds.validationRows(fold), Math.max(1, rows / folds.count()), random);
            double[] target = Arrays.stream(sampled)
                    .mapToDouble(row -> data.target()[row])
                    .toArray();
            parts.add(
                    new Part(fold, data.features().select(sampled), target, RowWeights.take(data.weights(), sampled)));
        }
        List<Part> measured = parts.stream()
                .filter(part -> !scores.undefined(part.target).contains(objective))
                .toList();
        return measured.isEmpty() ? parts : measured;
    }

    private double baseline(List<Part> parts) {
        return parts.stream()
                .mapToDouble(part -> score(part, part.table))
                .average()
                .orElse(0);
    }

    private double shuffled(List<Part> parts, String feature) {
        double sum = 0;
        for (Part part : parts) {
            Column column = part.table.column(feature);
            sum += score(part, part.table.with(column.select(Sampling.shuffled(column.rows(), random))));
        }
        return sum / parts.size();
    }

    private double score(Part part, Table table) {
        return scores.compute(part.target, part.weights, model.predictFold(part.fold, table), threshold)
                .getOrDefault(objective, Double.NaN);
    }
}
