package dev.atelier.autopilot.worker.metric;

import dev.atelier.autopilot.worker.data.Dataset;
import dev.atelier.autopilot.worker.data.Folds;
import dev.atelier.autopilot.worker.data.RowWeights;
import java.util.Arrays;
import java.util.Optional;

/**
 * Calibration of probabilities by one number (Guo et al. 2017): each is raised to the power of one over the temperature, and those of a row are made to sum to 1.
 * Above 1 it makes a model less certain, below 1 more. The order of classes, and of rows for two classes, stays.
 */
public final class Temperature {

    public static final double NONE = 1;

    private static final double LOWEST = 0.2;
    private static final double HIGHEST = 5;
    private static final double TINY = 1e-15;
    private static final int STEPS = 30;
    private static final int MOST_ROWS = 20_000;

    /** By how much the log loss must fall on rows that did not choose the temperature. */
    private static final double LEAST_GAIN = 0.005;

    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

    private final int outputs;
    private final Dataset data;

    /** For predictions of a data set, with as many outputs a row as given: 1 for two classes. */
    public Temperature(int outputs, Dataset data) {
        this.outputs = outputs;
        this.data = data;
    }

    /**
     * The predictions that were measured, calibrated in each fold by the others.
     *
     * @param served of the predictions to be served, the temperature that suits all folds
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Calibrated(double[] measured, double served) {}

    /**
     * Calibrates if that helps: the log loss of rows must fall by half a percent, in most folds, when the temperature is chosen without their fold.
     *
     * @param measured predictions to be measured
     * @param served what will be served predicts for the same rows
     */
    public Optional<Calibrated> calibrate(double[] measured, double[] served, Folds folds) {
        double[] calibrated = measured.clone();
        double before = 0;
        double after = 0;
        int better = 0;
        for (int fold = 0; fold < folds.count(); fold++) {
            int[] inside = folds.validationRows(fold);
            double temperature = fit(measured, folds.otherRows(fold));
            double plain = loss(measured, inside, NONE);
            double scaled = loss(measured, inside, temperature);
            for (int row : inside) {
                apply(calibrated, row * outputs, outputs, temperature);
            }
            before += plain;
            after += scaled;
            better += scaled < plain ? 1 : 0;
        }
        return after < (1 - LEAST_GAIN) * before && 2 * better > folds.count()
                ? Optional.of(new Calibrated(calibrated, fit(served, folds.measuredRows())))
                : Optional.empty();
    }

    /** Golden section over the logarithm of the temperature, in which the log loss has one valley. */
    private double fit(double[] predictions, int[] all) {
        int size = Math.min(MOST_ROWS, all.length);
        int[] rows = new int[size];
        Arrays.setAll(rows, i -> all[(int) ((long) i * all.length / size)]);
        double low = Math.log(LOWEST);
        double high = Math.log(HIGHEST);
        double left = high - GOLDEN * (high - low);
        double right = low + GOLDEN * (high - low);
        double lossLeft = loss(predictions, rows, Math.exp(left));
        double lossRight = loss(predictions, rows, Math.exp(right));
        for (int step = 0; step < STEPS; step++) {
            if (lossLeft < lossRight) {
                high = right;
                right = left;
                lossRight = lossLeft;
                left = high - GOLDEN * (high - low);
                lossLeft = loss(predictions, rows, Math.exp(left));
            } else {
                low = left;
                left = right;
                lossLeft = lossRight;
                right = low + GOLDEN * (high - low);
                lossRight = loss(predictions, rows, Math.exp(right));
            }
        }
        return Math.exp((low + high) / 2);
    }

    private double loss(double[] predictions, int[] rows, double temperature) {
        double[] scratch = new double[outputs];
        double sum = 0;
        double total = 0;
        for (int row : rows) {
            System.arraycopy(predictions, row * outputs, scratch, 0, outputs);
            apply(scratch, 0, outputs, temperature);
            int label = (int) data.target()[row];
            double probability = outputs == 1 ? (label == 1 ? scratch[0] : 1 - scratch[0]) : scratch[label];
            double weight = RowWeights.at(data.weights(), row);
            sum -= weight * Math.log(Math.max(TINY, probability));
            total += weight;
        }
        return sum / total;
    }

    /** Calibrates rows of predictions in place. */
    public static void apply(double[] predictions, int outputs, double temperature) {
        for (int at = 0; at < predictions.length; at += outputs) {
            apply(predictions, at, outputs, temperature);
        }
    }

    private static void apply(double[] values, int at, int outputs, double temperature) {
        if (outputs == 1) {
            double positive = Math.pow(Math.max(TINY, values[at]), 1 / temperature);
            double negative = Math.pow(Math.max(TINY, 1 - values[at]), 1 / temperature);
            values[at] = positive / (positive + negative);
            return;
        }
        double sum = 0;
        for (int k = at; k < at + outputs; k++) {
            values[k] = Math.pow(Math.max(TINY, values[k]), 1 / temperature);
            sum += values[k];
        }
        for (int k = at; k < at + outputs; k++) {
            values[k] /= sum;
        }
    }
}
