package dev.atelier.autopilot.worker.feature;

import dev.atelier.autopilot.worker.data.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A number for linear models: missing values become the median; a skewed column is first mapped to normal scores through its quantiles; then mean 0 and
 * deviation 1, cut at ±{@value #LIMIT}. A second column marks what was missing, if anything was.
 *
 * @param knots quantiles for the map to normal scores; empty: no map
 */
public record ScaledEncoder(
        String column, double median, List<Double> knots, double mean, double deviation, boolean indicator)
        implements Encoder {

    private static final double LIMIT = 8;
    private static final double SKEWED = 0.99;
    private static final int KNOTS = 100;

    static ScaledEncoder fit(String column, Table table, int[] rows) {
        double[] values = table.numbers(column).values();
        double[] present = Arrays.stream(rows)
                .mapToDouble(row -> values[row])
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        if (present.length == 0) {
            return new ScaledEncoder(column, 0, List.of(), 0, 1, true);
        }
        double median = present[present.length / 2];
        boolean indicator = present.length < rows.length;
        List<Double> knots = Math.abs(skewness(present)) > SKEWED ? quantiles(present) : List.of();
        double sum = 0;
        double squares = 0;
        for (int row : rows) {
            double value = map(Double.isNaN(values[row]) ? median : values[row], knots);
            sum += value;
            squares += value * value;
        }
        double mean = sum / rows.length;
        double variance = squares / rows.length - mean * mean;
        return new ScaledEncoder(column, median, knots, mean, variance > 1e-24 ? Math.sqrt(variance) : 1, indicator);
    }

    @Override
    public int width() {
        return indicator ? 2 : 1;
    }

    @Override
    public void encode(Table table, int[] rows, double[] out, int stride, int at) {
        double[] values = table.numbers(column).values();
        for (int i = 0; i < rows.length; i++) {
            double value = values[rows[i]];
            boolean missing = Double.isNaN(value);
            double scaled = (map(missing ? median : value, knots) - mean) / deviation;
            out[i * stride + at] = Math.clamp(scaled, -LIMIT, LIMIT);
            if (indicator) {
                out[i * stride + at + 1] = missing ? 1 : 0;
            }
        }
    }

    private static double skewness(double[] values) {
        double mean = Arrays.stream(values).average().orElse(0);
        double second = 0;
        double third = 0;
        for (double value : values) {
            double d = value - mean;
            second += d * d;
            third += d * d * d;
        }
        double variance = second / values.length;
        return variance <= 0 ? 0 : third / values.length / Math.pow(variance, 1.5);
    }

    private static List<Double> quantiles(double[] sorted) {
        List<Double> knots = new ArrayList<>(KNOTS + 1);
        for (int i = 0; i <= KNOTS; i++) {
            knots.add(sorted[(int) ((long) i * (sorted.length - 1) / KNOTS)]);
        }
        return knots;
    }

    /** The normal score of the value's place among the knots; equal knots give the middle of their places. */
    private static double map(double value, List<Double> knots) {
        if (knots.isEmpty()) {
            return value;
        }
        int least = firstNotBelow(value, knots);
        double place;
        if (least < knots.size() && knots.get(least) == value) {
            int last = least;
            while (last < knots.size() - 1 && knots.get(last + 1) == value) {
                last++;
            }
            place = (least + last) / 2.0;
        } else if (least == 0 || least == knots.size()) {
            place = least == 0 ? 0 : knots.size() - 1;
        } else {
            double below = knots.get(least - 1);
            place = least - 1 + (value - below) / (knots.get(least) - below);
        }
        double p = (place + 0.5) / knots.size();
        return NormalScores.quantile(p);
    }

    /** The index of the first knot that is not below the value; their number if all are. */
    private static int firstNotBelow(double value, List<Double> knots) {
        int low = 0;
        int high = knots.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (knots.get(middle) < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
