package dev.atelier.autopilot.worker.profile;

import dev.atelier.autopilot.worker.profile.Profile.Bin;
import dev.atelier.autopilot.worker.profile.Profile.NumberStatistics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The distribution of numbers. */
final class Statistics {

    private static final int BINS = 20;
    private static final double[] QUANTILES = {0, 0.25, 0.5, 0.75, 1};

    private Statistics() {}

    /** Null without values. */
    static @Nullable NumberStatistics of(double[] values) {
        double[] sorted = Arrays.stream(values)
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        if (sorted.length == 0) {
            return null;
        }
        double mean = Arrays.stream(sorted).average().orElse(0);
        double squares = 0;
        for (double value : sorted) {
            squares += (value - mean) * (value - mean);
        }
        List<Double> quantiles = new ArrayList<>();
        for (double q : QUANTILES) {
            quantiles.add(sorted[(int) Math.round(q * (sorted.length - 1))]);
        }
        return new NumberStatistics(
                sorted[0],
                sorted[sorted.length - 1],
                mean,
                sorted.length < 2 ? 0 : Math.sqrt(squares / (sorted.length - 1)),
                quantiles,
                histogram(sorted));
    }

    private static List<Bin> histogram(double[] sorted) {
        double from = sorted[0];
        double to = sorted[sorted.length - 1];
        if (from == to) {
            return List.of(new Bin(from, to, sorted.length));
        }
        long[] counts = new long[BINS];
        double width = (to - from) / BINS;
        for (double value : sorted) {
            counts[(int) Math.min(BINS - 1, (value - from) / width)]++;
        }
        List<Bin> bins = new ArrayList<>(BINS);
        for (int i = 0; i < BINS; i++) {
            bins.add(new Bin(from + i * width, i == BINS - 1 ? to : from + (i + 1) * width, counts[i]));
        }
        return bins;
    }
}
