package dev.atelier.autopilot.worker.insight;

import dev.atelier.autopilot.worker.job.ProblemType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code insights.json}: how a candidate does on rows that the model in question has not learned from. Only what fits the problem type is there.
 *
 * @param trial null for the ensemble
 * @param threshold from which a binary decision is positive
 * @param confusionMatrix true classes (rows) by predicted classes (columns), in the order of the classes
 * @param roc true positive rate by false positive rate; one curve, or one a class against the rest
 * @param precisionRecall precision by recall, likewise
 */
public record Insights(
        int version,
        @Nullable Integer trial,
        String name,
        ProblemType problemType,
        int rows,
        List<String> classes,
        @Nullable Double threshold,
        @Nullable List<List<Integer>> confusionMatrix,
        List<Curve> roc,
        List<Curve> precisionRecall,
        @Nullable Calibration calibration,
        @Nullable Residuals residuals) {

    /**
     * A curve of decisions, from the strictest threshold to the loosest, thinned out.
     *
     * @param label the class that counts as positive
     * @param share of the class among all rows
     * @param area under the ROC curve (ties count one half), or the average precision
     */
    public record Curve(String label, double share, double area, List<Point> points) {}

    /** A point of a curve. */
    public record Point(double x, double y) {}

    /**
     * Whether probabilities are what they say: of the positive class or, with more than two, of the predicted class.
     *
     * @param expectedError mean distance between probability and share over all rows
     * @param bins of equal width, without the empty ones
     */
    public record Calibration(double expectedError, List<Bin> bins) {}

    /** Rows whose probability lies in a bin: their number, their mean probability, and the share that is right. */
    public record Bin(double from, double to, int count, double probability, double share) {}

    /**
     * The errors of a regression, true value minus prediction.
     *
     * @param quantiles at 5, 25, 50, 75 and 95 %
     * @param histogram of the middle 98 %; the rest counts into the outer bars
     * @param sample x is the prediction, y the true value, of rows at even distances
     */
    public record Residuals(double mean, List<Double> quantiles, List<Bar> histogram, List<Point> sample) {}

    /** A bar of a histogram. */
    public record Bar(double from, double to, int count) {}
}
