package dev.atelier.autopilot.worker.monitor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.autopilot.worker.job.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * How far two distributions of a column are apart.
 *
 * @param distance the greatest difference of the cumulative distributions (Kolmogorov-Smirnov) of numbers, or of the shares of a value (L-infinity)
 * @param robust the distance without what chance alone explains in samples of these sizes in 95 of 100 cases; at least 0
 * @param psi population stability index over deciles of the baseline, or over values
 * @param jensenShannon distance (square root of the divergence, base 2) over the same bins
 */
record Drift(String feature, double distance, double robust, double psi, double jensenShannon) {

    private static final int BINS = 10;
    private static final double CRITICAL = 1.358;
    /** Keeps an empty bin from being infinitely far away. */
    private static final double LEAST_SHARE = 1e-4;

    /** Two columns of numbers. */
    static Drift ofNumbers(FeatureStatistics baseline, FeatureStatistics current) {
        List<KllSketch.Weighted> a = baseline.sketch().sorted();
        List<KllSketch.Weighted> b = current.sketch().sorted();
        double n = baseline.numbers();
        double m = current.numbers();
        double distance = kolmogorovSmirnov(a, n, b, m);
        double[] bounds = deciles(a, baseline.numbers());
        double[] expected = shares(baseline.sketch().counts(bounds), n);
        double[] actual = shares(current.sketch().counts(bounds), m);
        return of(baseline.name(), distance, n, m, expected, actual);
    }

    /** Two columns of values. */
    static Drift ofValues(FeatureStatistics baseline, FeatureStatistics current) {
        Set<String> values = new TreeSet<>(baseline.values().keySet());
        values.addAll(new HashSet<>(current.values().keySet()));
        double n = baseline.present();
        double m = current.present();
        double[] expected = new double[values.size()];
        double[] actual = new double[values.size()];
        double distance = 0;
        int i = 0;
        for (String value : values) {
            expected[i] = baseline.values().getOrDefault(value, 0L) / n;
            actual[i] = current.values().getOrDefault(value, 0L) / m;
            distance = Math.max(distance, Math.abs(expected[i] - actual[i]));
            i++;
        }
        return of(baseline.name(), distance, n, m, expected, actual);
    }

    private static Drift of(String feature, double distance, double n, double m, double[] expected, double[] actual) {
        double chance = CRITICAL * Math.sqrt((n + m) / (n * m));
        return new Drift(
                feature,
                distance,
                Math.max(0, distance - chance),
                psi(expected, actual),
                jensenShannon(expected, actual));
    }

    private static double kolmogorovSmirnov(
            List<KllSketch.Weighted> a, double n, List<KllSketch.Weighted> b, double m) {
        int i = 0;
        int j = 0;
        double below = 0;
        double other = 0;
        double most = 0;
        while (i < a.size() && j < b.size()) {
            double value = Math.min(a.get(i).value(), b.get(j).value());
            while (i < a.size() && a.get(i).value() == value) {
                below += a.get(i++).weight() / n;
            }
            while (j < b.size() && b.get(j).value() == value) {
                other += b.get(j++).weight() / m;
            }
            most = Math.max(most, Math.abs(below - other));
        }
        return most;
    }

    /** Bounds that divide the baseline into ten; open at both ends; equal ones count once. */
    private static double[] deciles(List<KllSketch.Weighted> sorted, long count) {
        List<Double> bounds = new ArrayList<>(List.of(Double.NEGATIVE_INFINITY));
        long seen = 0;
        int next = 1;
        for (KllSketch.Weighted item : sorted) {
            seen += item.weight();
            while (next < BINS && seen >= (double) count * next / BINS) {
                if (item.value() > bounds.getLast()) {
                    bounds.add(item.value());
                }
                next++;
            }
        }
        bounds.add(Double.POSITIVE_INFINITY);
        return bounds.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static double[] shares(long[] counts, double total) {
        double[] shares = new double[counts.length];
        for (int i = 0; i < counts.length; i++) {
            shares[i] = counts[i] / total;
        }
        return shares;
    }

    private static double psi(double[] expected, double[] actual) {
        double sum = 0;
        for (int i = 0; i < expected.length; i++) {
            double e = Math.max(LEAST_SHARE, expected[i]);
            double a = Math.max(LEAST_SHARE, actual[i]);
            sum += (a - e) * Math.log(a / e);
        }
        return sum;
    }

    private static double jensenShannon(double[] expected, double[] actual) {
        double divergence = 0;
        for (int i = 0; i < expected.length; i++) {
            double middle = (expected[i] + actual[i]) / 2;
            divergence += (part(expected[i], middle) + part(actual[i], middle)) / 2;
        }
        return Math.sqrt(Math.max(0, divergence));
    }

    private static double part(double share, double middle) {
        return share == 0 ? 0 : share * Math.log(share / middle) / Math.log(2);
    }

    ObjectNode toJson() {
        return Json.mapper()
                .createObjectNode()
                .put("feature_name", feature)
                .put("distance", distance)
                .put("robust_distance", robust)
                .put("psi", psi)
                .put("jensen_shannon", jensenShannon);
    }
}
