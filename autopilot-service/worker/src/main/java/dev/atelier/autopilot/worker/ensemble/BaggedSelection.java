package dev.atelier.autopilot.worker.ensemble;

import dev.atelier.autopilot.worker.data.Dataset;
import dev.atelier.autopilot.worker.data.Folds;
import dev.atelier.autopilot.worker.data.RowWeights;
import dev.atelier.autopilot.worker.job.ProblemType;
import dev.atelier.autopilot.worker.metric.Metric;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Greedy selections on random halves of the rows, averaged (after Caruana, Munson and Niculescu-Mizil 2006): one selection on all rows follows the noise of
 * few rows. Members with hardly any weight are left out. The blend is not compared with the best of the models: among many alike, the best is the luckiest.
 */
final class BaggedSelection {

    private static final int BAGS = 10;
    private static final int STEPS = 15;
    private static final int MAX_BAG = 10_000;
    private static final double LEAST_WEIGHT = 0.02;
    private static final long SEED = 20040704;

    private final ProblemType type;
    private final int classes;
    private final Metric objective;
    private final Folds folds;
    private final Dataset data;

    BaggedSelection(ProblemType type, int classes, Metric objective, Folds folds, Dataset data) {
        this.type = type;
        this.classes = classes;
        this.objective = objective;
        this.folds = folds;
        this.data = data;
    }

    /** A weight for each model, chosen on the given rows. */
    double[] weights(List<double[]> models, int[] rows) {
        double[] mean = new double[models.size()];
        if (models.size() == 1) {
            mean[0] = 1;
            return mean;
        }
        SplittableRandom random = new SplittableRandom(SEED);
        for (int bag = 0; bag < BAGS; bag++) {
            int[] part = part(rows, random);
            double[] weights = new GreedySelection(STEPS).weights(take(models, part), gain(part));
            for (int m = 0; m < mean.length; m++) {
                mean[m] += weights[m] / BAGS;
            }
        }
        return pruned(mean);
    }

    private static double[] pruned(double[] weights) {
        double[] kept = Arrays.stream(weights)
                .map(weight -> weight < LEAST_WEIGHT ? 0 : weight)
                .toArray();
        double sum = Arrays.stream(kept).sum();
        return Arrays.stream(kept).map(weight -> weight / sum).toArray();
    }

    /** Half of the rows, in order. */
    private static int[] part(int[] rows, SplittableRandom random) {
        int[] shuffled = rows.clone();
        int size = Math.max(1, Math.min(MAX_BAG, rows.length / 2));
        for (int i = 0; i < size; i++) {
            int j = i + random.nextInt(shuffled.length - i);
            int swap = shuffled[i];
            shuffled[i] = shuffled[j];
            shuffled[j] = swap;
        }
        int[] part = Arrays.copyOf(shuffled, size);
        Arrays.sort(part);
        return part;
    }

    private Gain gain(int[] rows) {
        double[] truth =
                Arrays.stream(rows).mapToDouble(row -> data.target()[row]).toArray();
        int[] fold = Arrays.stream(rows).map(folds::fold).toArray();
        return Gain.of(type, classes, objective, truth, RowWeights.take(data.weights(), rows), fold);
    }

    private List<double[]> take(List<double[]> models, int[] rows) {
        int outputs = type.outputs(classes);
        return models.stream()
                .map(model -> {
                    double[] taken = new double[rows.length * outputs];
                    for (int i = 0; i < rows.length; i++) {
                        System.arraycopy(model, rows[i] * outputs, taken, i * outputs, outputs);
                    }
                    return taken;
                })
                .toList();
    }
}
