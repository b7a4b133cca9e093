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
        double[] present = new double[values.length];
        int count = 0;
        for (double value : values) {
            present[count] = value;
            count += Double.isNaN(value) ? 0 : 1;
        }
        if (count == 0) {
            return null;
        }
        double mean = Arrays.stream(present, 0, count).average().orElse(0);
        double squares = 0;
        for (int i = 0; i < count; i++) {
            squares += (present[i] - mean) * (present[i] - mean);
        }
        List<Double> quantiles = new ArrayList<>();
        int from = 0;
        for (double q : QUANTILES) {
            int at = (int) Math.round(q * (count - 1));
            quantiles.add(OrderStatistics.select(present, from, count - 1, at));
            from = at;
        }
        double minimum = quantiles.getFirst();
        double maximum = quantiles.getLast();
        return new NumberStatistics(
                minimum,
                maximum,
                mean,
                count < 2 ? 0 : Math.sqrt(squares / (count - 1)),
                quantiles,
                histogram(present, count, minimum, maximum));
    }

    private static List<Bin> histogram(double[] values, int count, double from, double to) {
        if (from == to) {
            return List.of(new Bin(from, to, count));
        }
        long[] counts = new long[BINS];
        double width = (to - from) / BINS;
        for (int i = 0; i < count; i++) {
            counts[(int) Math.min(BINS - 1, (values[i] - from) / width)]++;
        }
        List<Bin> bins = new ArrayList<>(BINS);
        for (int i = 0; i < BINS; i++) {
            bins.add(new Bin(from + i * width, i == BINS - 1 ? to : from + (i + 1) * width, counts[i]));
        }
        return bins;
    }
}
