package dev.atelier.autopilot.worker.explain;

import dev.atelier.autopilot.worker.artefact.Model;
import dev.atelier.autopilot.worker.data.Table;
import dev.atelier.autopilot.worker.job.Deadline;
import dev.atelier.autopilot.worker.job.ProblemType;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Shapley values of any model (Štrumbelj and Kononenko 2014): from the row of a background, one feature after another gets the explained row's value, and what
 * the prediction changes by is the feature's. Orders of features are drawn at random, each also from its end, which takes away much of the chance.
 */
final class SampledShapley {

    private static final int PAIRS = 8;

    private final Model model;
    private final Table background;
    private final SplittableRandom random;

    SampledShapley(Model model, Table background, SplittableRandom random) {
        this.model = model;
        this.background = background;
        this.random = random;
    }

    /**
     * Explains rows.
     *
     * @param rows the rows
     * @param named features that are told apart
     * @param others features that count as one, the last; may be empty
     */
    Contributions of(Table rows, List<String> named, List<String> others, Deadline deadline) {
        List<List<String>> groups = new ArrayList<>();
        named.forEach(feature -> groups.add(List.of(feature)));
        List<String> names = new ArrayList<>(named);
        if (!others.isEmpty()) {
            groups.add(others);
            names.add("");
        }
        int outputs = model.manifest().outputs();
        double[] sums = new double[rows.rows() * outputs * groups.size()];
        double[] base = new double[rows.rows() * outputs];
        int done = 0;
        double each = 0;
        long start = System.nanoTime();
        while (done < PAIRS && (done == 0 || each < deadline.remainingSeconds())) {
            int[] order = Sampling.shuffled(groups.size(), random);
            walk(rows, groups, order, sums, base);
            int[] reverse = new int[order.length];
            for (int i = 0; i < order.length; i++) {
                reverse[i] = order[order.length - 1 - i];
            }
            walk(rows, groups, reverse, sums, base);
            done++;
            each = (System.nanoTime() - start) / 1e9 / done;
        }
        scale(sums, 1.0 / (2 * done));
        scale(base, 1.0 / (2 * done));
        String unit = model.manifest().problemType() == ProblemType.REGRESSION ? "value" : "probability";
        return new Contributions("sampling", unit, List.copyOf(names), outputs, sums, base, done < PAIRS);
    }

    private void walk(Table rows, List<List<String>> groups, int[] order, double[] sums, double[] base) {
        int[] drawn = new int[rows.rows()];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = random.nextInt(background.rows());
        }
        int outputs = model.manifest().outputs();
        Table mixed = background.select(drawn);
        double[] before = model.predict(mixed);
        for (int i = 0; i < base.length; i++) {
            base[i] += before[i];
        }
        for (int group : order) {
            for (String feature : groups.get(group)) {
                mixed = mixed.with(rows.column(feature));
            }
            double[] after = model.predict(mixed);
            for (int i = 0; i < base.length; i++) {
                sums[i * groups.size() + group] += after[i] - before[i];
            }
            before = after;
        }
        assert base.length == rows.rows() * outputs;
    }

    private static void scale(double[] values, double factor) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
    }
}
