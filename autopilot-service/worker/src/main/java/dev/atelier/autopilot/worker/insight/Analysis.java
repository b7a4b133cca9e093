package dev.atelier.autopilot.worker.insight;

import dev.atelier.autopilot.worker.insight.Insights.Bar;
import dev.atelier.autopilot.worker.insight.Insights.Bin;
import dev.atelier.autopilot.worker.insight.Insights.Calibration;
import dev.atelier.autopilot.worker.insight.Insights.Point;
import dev.atelier.autopilot.worker.insight.Insights.Residuals;
import dev.atelier.autopilot.worker.job.ProblemType;
import dev.atelier.autopilot.worker.job.TrialResult;
import dev.atelier.autopilot.worker.metric.Confusion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Makes {@link Insights} of out-of-fold predictions. */
final class Analysis {

    private static final int BINS = 10;
    private static final int BARS = 30;
    private static final int SAMPLE = 500;
    private static final int MOST_CURVES = 8;

    private final TrialResult result;
    private final List<String> classes;
    private final double[] target;
    private final double[] prediction;

    /**
     * An analysis.
     *
     * @param classes in order; empty for a regression
     * @param target class indexes or values
     * @param prediction as many outputs a row as the problem type has
     */
    Analysis(TrialResult result, List<String> classes, double[] target, double[] prediction) {
        this.result = result;
        this.classes = classes;
        this.target = target;
        this.prediction = prediction;
    }

    Insights run() {
        ProblemType type = result.problemType();
        List<Curves> curves = switch (type) {
            case BINARY_CLASSIFICATION -> List.of(Curves.of(classes.getLast(), prediction, members(1)));
            case MULTICLASS_CLASSIFICATION -> oneAgainstTheRest();
            case REGRESSION -> List.of();
        };
        return new Insights(
                1,
                result.trial(),
                result.name(),
                type,
                target.length,
                classes,
                result.threshold(),
                result.confusionMatrix(),
                curves.stream().map(Curves::roc).toList(),
                curves.stream().map(Curves::precisionRecall).toList(),
                type.isClassification() ? calibration() : null,
                type.isClassification() ? null : residuals());
    }

    private List<Curves> oneAgainstTheRest() {
        int count = classes.size();
        return IntStream.range(0, count)
                .mapToObj(k -> {
                    double[] score = new double[target.length];
                    Arrays.setAll(score, i -> prediction[i * count + k]);
                    return Curves.of(classes.get(k), score, members(k));
                })
                .sorted(Comparator.comparingInt(Curves::positives).reversed())
                .limit(MOST_CURVES)
                .toList();
    }

    private boolean[] members(int k) {
        boolean[] members = new boolean[target.length];
        for (int i = 0; i < target.length; i++) {
            members[i] = (int) target[i] == k;
        }
        return members;
    }

    private Calibration calibration() {
        int[] count = new int[BINS];
        double[] probability = new double[BINS];
        int[] right = new int[BINS];
        for (int i = 0; i < target.length; i++) {
            boolean hit;
            double p;
            if (result.problemType() == ProblemType.BINARY_CLASSIFICATION) {
                p = prediction[i];
                hit = (int) target[i] == 1;
            } else {
                int best = Confusion.mostProbable(prediction, i * classes.size(), classes.size());
                p = prediction[i * classes.size() + best];
                hit = (int) target[i] == best;
            }
            int bin = Math.clamp((int) (p * BINS), 0, BINS - 1);
            count[bin]++;
            probability[bin] += p;
            right[bin] += hit ? 1 : 0;
        }
        List<Bin> bins = new ArrayList<>();
        double error = 0;
        for (int b = 0; b < BINS; b++) {
            if (count[b] > 0) {
                double mean = probability[b] / count[b];
                double share = (double) right[b] / count[b];
                error += Math.abs(mean - share) * count[b] / target.length;
                bins.add(new Bin((double) b / BINS, (b + 1.0) / BINS, count[b], mean, share));
            }
        }
        return new Calibration(error, bins);
    }

    private Residuals residuals() {
        double[] residual = new double[target.length];
        Arrays.setAll(residual, i -> target[i] - prediction[i]);
        double[] sorted = residual.clone();
        Arrays.sort(sorted);
        List<Double> quantiles = IntStream.of(5, 25, 50, 75, 95)
                .mapToObj(percent -> quantile(sorted, percent / 100.0))
                .toList();
        return new Residuals(
                Arrays.stream(residual).average().orElse(0), quantiles, histogram(residual, sorted), sample());
    }

    private static List<Bar> histogram(double[] residual, double[] sorted) {
        double from = quantile(sorted, 0.01);
        double to = quantile(sorted, 0.99);
        if (to <= from) {
            return List.of(new Bar(from, to, residual.length));
        }
        int[] counts = new int[BARS];
        double width = (to - from) / BARS;
        for (double value : residual) {
            counts[Math.clamp((int) Math.floor((value - from) / width), 0, BARS - 1)]++;
        }
        return IntStream.range(0, BARS)
                .mapToObj(b -> new Bar(from + b * width, from + (b + 1) * width, counts[b]))
                .toList();
    }

    private List<Point> sample() {
        int step = Math.max(1, (target.length + SAMPLE - 1) / SAMPLE);
        return IntStream.iterate(0, i -> i < target.length, i -> i + step)
                .mapToObj(i -> new Point(prediction[i], target[i]))
                .toList();
    }

    /** By linear interpolation between the neighbours. */
    private static double quantile(double[] sorted, double q) {
        double position = q * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
