package dev.atelier.autopilot.worker.feature;

import dev.atelier.autopilot.worker.data.Column;
import dev.atelier.autopilot.worker.data.Table;
import java.util.ArrayList;
import java.util.List;

/**
 * A category as the mean target of its rows, drawn to the overall mean as if {@value #PRIOR_ROWS} rows more had that (Micci-Barreca 2001). The rows that it
 * learns from get means without themselves: of the other four of five parts, so that a rare category does not tell its own row's target.
 *
 * @param means for each category one mean an output
 * @param prior the overall means, for missing and unknown categories
 */
public record TargetEncoder(String column, List<String> categories, List<List<Double>> means, List<Double> prior)
        implements Encoder {

    private static final double PRIOR_ROWS = 10;
    private static final int PARTS = 5;
    private static final int LIMIT = 10_000;

    static TargetEncoder fit(String column, Table table, int[] rows, RowTargets targets) {
        List<String> categories = Categories.frequent(table.strings(column), rows, 1, LIMIT);
        Sums sums = new Sums(table.strings(column), categories, rows, targets);
        List<List<Double>> means = new ArrayList<>();
        for (int category = 0; category < categories.size(); category++) {
            List<Double> row = new ArrayList<>();
            for (int k = 0; k < targets.outputs(); k++) {
                row.add(sums.mean(category, k, -1));
            }
            means.add(List.copyOf(row));
        }
        List<Double> prior = new ArrayList<>();
        for (int k = 0; k < targets.outputs(); k++) {
            prior.add(sums.prior(k, -1));
        }
        return new TargetEncoder(column, categories, List.copyOf(means), List.copyOf(prior));
    }

    @Override
    public int width() {
        return prior.size();
    }

    @Override
    public void encode(Table table, int[] rows, double[] out, int stride, int at) {
        Column.Strings strings = table.strings(column);
        int[] map = Categories.map(strings, categories, -1);
        for (int i = 0; i < rows.length; i++) {
            int code = strings.codes()[rows[i]];
            List<Double> values = code < 0 || map[code] < 0 ? prior : means.get(map[code]);
            for (int k = 0; k < values.size(); k++) {
                out[i * stride + at + k] = values.get(k);
            }
        }
    }

    @Override
    public void encodeTraining(Table table, int[] rows, RowTargets targets, double[] out, int stride, int at) {
        Sums sums = new Sums(table.strings(column), categories, rows, targets);
        for (int i = 0; i < rows.length; i++) {
            for (int k = 0; k < prior.size(); k++) {
                out[i * stride + at + k] = sums.mean(sums.category[i], k, part(i));
            }
        }
    }

    private static int part(int position) {
        int mixed = (position + 1) * 0x9E3779B9;
        return Math.floorMod(((mixed ^ (mixed >>> 15)) * 0x85EBCA6B) >>> 16, PARTS);
    }

    /** Sums and counts by category and part; the last category is "missing or unknown". */
    private static final class Sums {

        private final int outputs;
        private final int[] category;
        private final double[][][] sums;
        private final double[][] counts;
        private final double[][] partSums;
        private final double[] partCounts = new double[PARTS];

        Sums(Column.Strings strings, List<String> categories, int[] rows, RowTargets targets) {
            this.outputs = targets.outputs();
            int other = categories.size();
            int[] map = Categories.map(strings, categories, other);
            this.category = new int[rows.length];
            this.sums = new double[other + 1][PARTS][outputs];
            this.counts = new double[other + 1][PARTS];
            this.partSums = new double[PARTS][outputs];
            for (int i = 0; i < rows.length; i++) {
                int code = strings.codes()[rows[i]];
                int part = part(i);
                category[i] = code < 0 ? other : map[code];
                double weight = targets.weight(i);
                counts[category[i]][part] += weight;
                partCounts[part] += weight;
                for (int k = 0; k < outputs; k++) {
                    double value = weight * targets.of(i, k);
                    sums[category[i]][part][k] += value;
                    partSums[part][k] += value;
                }
            }
        }

        /** The smoothed mean of a category without a part (or of all parts). */
        double mean(int of, int output, int without) {
            double sum = PRIOR_ROWS * prior(output, without);
            double count = PRIOR_ROWS;
            for (int part = 0; part < PARTS; part++) {
                if (part != without) {
                    sum += sums[of][part][output];
                    count += counts[of][part];
                }
            }
            return sum / count;
        }

        double prior(int output, int without) {
            double sum = 0;
            double count = 0;
            for (int part = 0; part < PARTS; part++) {
                if (part != without) {
                    sum += partSums[part][output];
                    count += partCounts[part];
                }
            }
            return count == 0 ? 0 : sum / count;
        }
    }
}
