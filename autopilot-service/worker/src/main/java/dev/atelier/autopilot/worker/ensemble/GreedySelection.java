package dev.atelier.autopilot.worker.ensemble;

import java.util.Arrays;
import java.util.List;

/**
 * Ensemble selection with replacement (Caruana, Niculescu-Mizil, Crew and Ksikes 2004): starts with the best model, adds whichever model improves the mean
 * most, prefers models that are in already among equals, and keeps the best prefix.
 */
final class GreedySelection {

    private static final double EQUAL = 1e-12;

    private final int steps;

    GreedySelection(int steps) {
        this.steps = steps;
    }

    /**
     * Selects.
     *
     * @param models each model's predictions for the same rows
     * @return a weight for each model; they sum to 1
     */
    double[] weights(List<double[]> models, Gain gain) {
        int length = models.getFirst().length;
        double[] sum = new double[length];
        double[] blend = new double[length];
        int[] counts = new int[models.size()];
        int[] bestCounts = counts;
        double best = Double.NEGATIVE_INFINITY;
        for (int step = 1; step <= steps; step++) {
            int chosen = -1;
            double chosenGain = Double.NEGATIVE_INFINITY;
            for (int m = 0; m < models.size(); m++) {
                double[] model = models.get(m);
                for (int i = 0; i < length; i++) {
                    blend[i] = (sum[i] + model[i]) / step;
                }
                double value = gain.of(blend);
                boolean better = value > chosenGain + EQUAL;
                boolean equalButIn = chosen >= 0 && value >= chosenGain - EQUAL && counts[m] > 0 && counts[chosen] == 0;
                if (better || equalButIn) {
                    chosen = m;
                    chosenGain = value;
                }
            }
            if (chosen < 0) {
                throw new IllegalArgumentException("No model has a measurable prediction");
            }
            counts[chosen]++;
            double[] model = models.get(chosen);
            for (int i = 0; i < length; i++) {
                sum[i] += model[i];
            }
            if (chosenGain > best + EQUAL) {
                best = chosenGain;
                bestCounts = counts.clone();
            }
        }
        double total = Arrays.stream(bestCounts).sum();
        return Arrays.stream(bestCounts).mapToDouble(count -> count / total).toArray();
    }
}
