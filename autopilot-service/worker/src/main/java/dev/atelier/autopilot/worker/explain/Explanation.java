package dev.atelier.autopilot.worker.explain;

import dev.atelier.autopilot.worker.data.ColumnType;
import dev.atelier.autopilot.worker.job.ProblemType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code explanation.json}. The importance of features is measured on rows that the models in question have not learned from; Shapley values and partial
 * dependence are of the model that is served.
 *
 * @param trial null for the ensemble
 * @param outputs what each prediction is of: the positive class, every class, or the target
 * @param truncated whether time ended it early: fewer repeats, permutations or features than planned
 */
public record Explanation(
        int version,
        @Nullable Integer trial,
        String name,
        String algorithm,
        ProblemType problemType,
        String objectiveMetric,
        String objectiveDirection,
        List<String> outputs,
        Permutation permutation,
        Shapley shap,
        List<Dependence> partialDependence,
        boolean truncated,
        double seconds) {

    /**
     * How much worse the objective gets when a feature's values are shuffled among the rows (Breiman 2001), the greatest first.
     *
     * @param baseline the objective on the same rows with nothing shuffled, the mean over the folds
     */
    public record Permutation(int rows, int repeats, double baseline, List<Importance> features) {}

    /**
     * A feature's importance.
     *
     * @param importance loss of the objective; above 0 the feature helps, whatever the metric's direction
     * @param standardDeviation over the repeats
     */
    public record Importance(String feature, double importance, double standardDeviation) {}

    /**
     * Shapley values: what each feature adds to a prediction.
     *
     * @param method "TreeSHAP", exact for boosted trees (Lundberg et al. 2018) and for forests (2020, against 50 rows of the data set), or "sampling", estimated for any model (Štrumbelj and Kononenko 2014)
     * @param unit of contributions: "log-odds" or "margin" before the link, "probability", "value"
     * @param rows how many rows the means are over
     * @param features the greatest first
     * @param values some rows in full
     */
    public record Shapley(
            String method, String unit, int rows, List<MeanContribution> features, List<RowContributions> values) {}

    /** The mean absolute contribution of a feature to each output. */
    public record MeanContribution(String feature, List<Double> meanAbsolute) {}

    /**
     * One row. For each output the base value and all contributions add up to the prediction in the unit of the Shapley values.
     *
     * @param row its number from 0: in the data set without rows that have no target, or in the file that was asked for
     * @param target as in the data set; null when it is not known
     * @param prediction probabilities or values of the model
     * @param baseValues the mean prediction, in the unit of the contributions
     */
    public record RowContributions(
            int row,
            @Nullable String target,
            List<Double> prediction,
            List<Double> baseValues,
            List<Contribution> contributions) {}

    /**
     * What a feature adds to a row's prediction.
     *
     * @param feature null for all features that are not named
     * @param value as text; null when missing
     */
    public record Contribution(
            @Nullable String feature, @Nullable String value, List<Double> contribution) {}

    /** The mean prediction when all rows had one value of a feature (Friedman 2001). */
    public record Dependence(String feature, ColumnType type, List<Point> points) {}

    /**
     * A point.
     *
     * @param value as text; null for missing
     * @param rows of the data set that have the value; of numbers, those nearest to it
     */
    public record Point(@Nullable String value, long rows, List<Double> predictions) {}
}
