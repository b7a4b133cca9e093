package dev.atelier.autopilot.worker.feature;

import dev.atelier.autopilot.worker.data.Column;
import dev.atelier.autopilot.worker.data.ColumnType;
import dev.atelier.autopilot.worker.data.InputColumn;
import dev.atelier.autopilot.worker.data.Table;
import dev.atelier.autopilot.worker.feature.ArithmeticEncoder.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds pairs of columns that together say more of the target than either alone: numbers by the correlation of their difference, product or quotient, categories by
 * the part of the target's variance that the means of their pairs explain. It sees only rows that a fold learns from, at most {@value #ROWS} of them.
 */
final class Interactions {

    private static final int ROWS = 5_000;
    private static final int COLUMNS = 12;
    private static final int MOST_NUMBERS = 12;
    private static final int MOST_CROSSES = 6;
    private static final int MOST_CATEGORIES = 200;
    private static final double LEAST_GAIN = 0.01;
    private static final double PRIOR_ROWS = 10;

    private record Scored<T>(T what, double score) {}

    private final Table table;
    private final int[] rows;
    private final int[] positions;
    private final RowTargets targets;
    private final double[][] centred;
    private final double[] deviations;

    private Interactions(Table table, int[] rows, RowTargets targets) {
        this.table = table;
        this.rows = rows;
        this.targets = targets;
        int size = Math.min(ROWS, rows.length);
        this.positions = IntStream.range(0, size)
                .map(i -> (int) ((long) i * rows.length / size))
                .toArray();
        this.centred = new double[targets.outputs()][size];
        this.deviations = new double[targets.outputs()];
        for (int k = 0; k < centred.length; k++) {
            int output = k;
            double[] values = Arrays.stream(positions)
                    .mapToDouble(position -> targets.of(position, output))
                    .toArray();
            double mean = Arrays.stream(values).average().orElse(0);
            Arrays.setAll(centred[k], i -> values[i] - mean);
            deviations[k] = Math.sqrt(Arrays.stream(centred[k]).map(d -> d * d).sum());
        }
    }

    /** Encoders of the pairs that help most, in a fixed order; none when there are no targets to average. */
    static List<Encoder> fit(List<InputColumn> columns, Table table, int[] rows, RowTargets targets) {
        if (targets.outputs() == 0 || rows.length == 0) {
            return List.of();
        }
        Interactions interactions = new Interactions(table, rows, targets);
        List<Encoder> found = new ArrayList<>(interactions.numbers(columns));
        found.addAll(interactions.crosses(columns));
        return List.copyOf(found);
    }

    private List<Encoder> numbers(List<InputColumn> columns) {
        List<Scored<String>> names = best(
                columns.stream()
                        .filter(column -> column.feature() && column.type() == ColumnType.NUMERIC)
                        .map(column -> new Scored<>(column.name(), correlation(values(column.name()))))
                        .toList(),
                COLUMNS);
        List<Scored<Encoder>> found = new ArrayList<>();
        for (int a = 0; a < names.size(); a++) {
            for (int b = 0; b < names.size(); b++) {
                for (Operation operation : Operation.values()) {
                    if (a < b || (a > b && operation == Operation.QUOTIENT)) {
                        double alone = Math.max(names.get(a).score, names.get(b).score);
                        ArithmeticEncoder encoder =
                                new ArithmeticEncoder(names.get(a).what, names.get(b).what, operation);
                        double[] out = new double[positions.length];
                        encoder.encode(table, sampled(), out, 1, 0);
                        found.add(new Scored<>(encoder, correlation(out) - alone));
                    }
                }
            }
        }
        return gaining(found, MOST_NUMBERS);
    }

    private List<Encoder> crosses(List<InputColumn> columns) {
        List<Scored<String>> names = best(
                columns.stream()
                        .filter(column -> column.feature()
                                && (column.type() == ColumnType.CATEGORICAL || column.type() == ColumnType.BOOLEAN)
                                && table.strings(column.name()).dictionary().size() <= MOST_CATEGORIES)
                        .map(column -> new Scored<>(column.name(), explained(table.strings(column.name()))))
                        .toList(),
                COLUMNS);
        List<Scored<String[]>> found = new ArrayList<>();
        for (int a = 0; a < names.size(); a++) {
            for (int b = a + 1; b < names.size(); b++) {
                Column.Strings crossed =
                        CrossEncoder.crossed(table.strings(names.get(a).what), table.strings(names.get(b).what));
                double alone = Math.max(names.get(a).score, names.get(b).score);
                found.add(
                        new Scored<>(new String[] {names.get(a).what, names.get(b).what}, explained(crossed) - alone));
            }
        }
        return gaining(found, MOST_CROSSES).stream()
                .map(pair -> (Encoder) CrossEncoder.fit(pair[0], pair[1], table, rows, targets))
                .toList();
    }

    private int[] sampled() {
        return Arrays.stream(positions).map(position -> rows[position]).toArray();
    }

    private double[] values(String column) {
        double[] all = table.numbers(column).values();
        return Arrays.stream(sampled()).mapToDouble(row -> all[row]).toArray();
    }

    /** The greatest correlation with a target, without its sign. */
    private double correlation(double[] values) {
        double mean = Arrays.stream(values)
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(0);
        double squares = 0;
        double[] products = new double[centred.length];
        for (int i = 0; i < values.length; i++) {
            double d = Double.isNaN(values[i]) ? 0 : values[i] - mean;
            squares += d * d;
            for (int k = 0; k < products.length; k++) {
                products[k] += d * centred[k][i];
            }
        }
        double best = 0;
        for (int k = 0; k < products.length; k++) {
            double scale = Math.sqrt(squares) * deviations[k];
            best = Math.max(best, scale > 0 ? Math.abs(products[k]) / scale : 0);
        }
        return Double.isFinite(best) ? best : 0;
    }

    /** The greatest part of a target's variance that means of categories explain, those of few rows drawn to the overall mean. */
    private double explained(Column.Strings column) {
        double[] counts = new double[column.dictionary().size()];
        double[][] sums = new double[centred.length][counts.length];
        for (int i = 0; i < positions.length; i++) {
            int code = column.codes()[rows[positions[i]]];
            if (code >= 0) {
                counts[code]++;
                for (int k = 0; k < sums.length; k++) {
                    sums[k][code] += centred[k][i];
                }
            }
        }
        double best = 0;
        for (int k = 0; k < sums.length; k++) {
            double explained = 0;
            for (int c = 0; c < counts.length; c++) {
                double mean = sums[k][c] / (counts[c] + PRIOR_ROWS);
                explained += counts[c] * mean * mean;
            }
            best = Math.max(best, deviations[k] > 0 ? explained / (deviations[k] * deviations[k]) : 0);
        }
        return best;
    }

    private static List<Scored<String>> best(List<Scored<String>> scored, int most) {
        return scored.stream()
                .sorted(Comparator.comparingDouble((Scored<String> one) -> -one.score)
                        .thenComparing(one -> one.what))
                .limit(most)
                .toList();
    }

    /** The sort is stable, so that equals stay in their order. */
    private static <T> List<T> gaining(List<Scored<T>> scored, int most) {
        return scored.stream()
                .filter(one -> one.score > LEAST_GAIN)
                .sorted(Comparator.comparingDouble((Scored<T> one) -> -one.score))
                .limit(most)
                .map(Scored::what)
                .toList();
    }
}
