package dev.atelier.autopilot.worker.explain;

import dev.atelier.autopilot.worker.artefact.Model;
import dev.atelier.autopilot.worker.data.Column;
import dev.atelier.autopilot.worker.data.InputColumn;
import dev.atelier.autopilot.worker.data.Table;
import dev.atelier.autopilot.worker.explain.Explanation.Dependence;
import dev.atelier.autopilot.worker.explain.Explanation.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** The mean prediction over some rows as a function of one feature: at quantiles of numbers, for the most frequent categories. */
final class PartialDependence {

    private static final int GRID = 20;
    private static final int CATEGORIES = 12;

    private final Model model;
    private final Table all;
    private final Table rows;

    /**
     * Prepares it.
     *
     * @param all rows that say which values there are
     * @param rows rows whose predictions are averaged
     */
    PartialDependence(Model model, Table all, Table rows) {
        this.model = model;
        this.all = all;
        this.rows = rows;
    }

    Dependence of(InputColumn input) {
        List<Point> points = switch (all.column(input.name())) {
            case Column.Numbers numbers -> ofNumbers(input, numbers);
            case Column.Strings strings -> ofStrings(strings);
        };
        return new Dependence(input.name(), input.type(), points);
    }

    private List<Point> ofNumbers(InputColumn input, Column.Numbers numbers) {
        double[] sorted = Arrays.stream(numbers.values())
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        double[] distinct = Arrays.stream(sorted).distinct().toArray();
        double[] grid = distinct.length <= GRID
                ? distinct
                : IntStream.range(0, GRID)
                        .mapToDouble(i -> sorted[(int) ((long) i * (sorted.length - 1) / (GRID - 1))])
                        .distinct()
                        .toArray();
        long[] counts = nearest(sorted, grid);
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < grid.length; i++) {
            double[] constant = new double[rows.rows()];
            Arrays.fill(constant, grid[i]);
            points.add(
                    new Point(Text.of(input, grid[i]), counts[i], means(new Column.Numbers(numbers.name(), constant))));
        }
        if (sorted.length < numbers.rows()) {
            double[] missing = new double[rows.rows()];
            Arrays.fill(missing, Double.NaN);
            points.add(new Point(
                    null, numbers.rows() - sorted.length, means(new Column.Numbers(numbers.name(), missing))));
        }
        return List.copyOf(points);
    }

    private static long[] nearest(double[] sorted, double[] grid) {
        long[] counts = new long[grid.length];
        int at = 0;
        for (double value : sorted) {
            while (at + 1 < grid.length && Math.abs(grid[at + 1] - value) <= Math.abs(grid[at] - value)) {
                at++;
            }
            counts[at]++;
        }
        return counts;
    }

    private List<Point> ofStrings(Column.Strings strings) {
        long[] counts = new long[strings.dictionary().size() + 1];
        for (int code : strings.codes()) {
            counts[code + 1]++;
        }
        List<Integer> codes = IntStream.range(0, counts.length)
                .filter(i -> counts[i] > 0)
                .boxed()
                .sorted(Comparator.comparingLong((Integer i) -> -counts[i]).thenComparing(i -> i))
                .limit(CATEGORIES)
                .map(i -> i - 1)
                .toList();
        List<Point> points = new ArrayList<>();
        for (int code : codes) {
            int[] constant = new int[rows.rows()];
            Arrays.fill(constant, code);
            points.add(new Point(
                    code < 0 ? null : strings.dictionary().get(code),
                    counts[code + 1],
                    means(new Column.Strings(strings.name(), constant, strings.dictionary()))));
        }
        return List.copyOf(points);
    }

    private List<Double> means(Column column) {
        int outputs = model.manifest().outputs();
        double[] predictions = model.predict(rows.with(column));
        double[] sums = new double[outputs];
        for (int i = 0; i < predictions.length; i++) {
            sums[i % outputs] += predictions[i];
        }
        return DoubleStream.of(sums).map(sum -> sum / rows.rows()).boxed().toList();
    }
}
