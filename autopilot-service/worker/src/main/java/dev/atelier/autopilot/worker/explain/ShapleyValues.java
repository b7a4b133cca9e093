package dev.atelier.autopilot.worker.explain;

import dev.atelier.autopilot.worker.artefact.BagModel;
import dev.atelier.autopilot.worker.artefact.Model;
import dev.atelier.autopilot.worker.artefact.ModelManifest;
import dev.atelier.autopilot.worker.data.InputColumn;
import dev.atelier.autopilot.worker.data.Table;
import dev.atelier.autopilot.worker.explain.Explanation.Contribution;
import dev.atelier.autopilot.worker.explain.Explanation.RowContributions;
import dev.atelier.autopilot.worker.job.Deadline;
import dev.atelier.autopilot.worker.job.ProblemType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Shapley values of rows: exact where the learner gives them (boosted trees from their libraries, forests against the background), else by sampling. Of as many rows
 * as the time allows.
 */
final class ShapleyValues {

    private static final int SAMPLED = 40;
    private static final int NAMED = 30;
    private static final int BOOSTED_STEP = 20;
    private static final int FOREST_ROWS = 100;
    private static final int FOREST_BACKGROUND = 50;

    private final Model model;
    private final ModelManifest manifest;
    private final Table background;
    private final SplittableRandom random;

    /** For a model and rows that show what is usual. */
    ShapleyValues(Model model, Table background, SplittableRandom random) {
        this.model = model;
        this.manifest = model.manifest();
        this.background = background;
        this.random = random;
    }

    /**
     * Explains the first of the rows: all of boosted trees if there is time, fewer of others.
     *
     * @param ranked features, the most important first: sampling tells only the first {@value #NAMED} apart
     */
    Contributions of(Table rows, List<String> ranked, Deadline deadline) {
        if (model instanceof BagModel bag) {
            String unit = switch (manifest.problemType()) {
                case BINARY_CLASSIFICATION -> "log-odds";
                case MULTICLASS_CLASSIFICATION -> "margin";
                case REGRESSION -> "value";
            };
            @Nullable Contributions boosted = exact(rows, BOOSTED_STEP, bag::contributions, unit, deadline);
            if (boosted != null) {
                return boosted;
            }
            @Nullable Contributions forest = forest(bag, first(rows, FOREST_ROWS), deadline);
            if (forest != null) {
                return forest;
            }
        }
        int named = Math.min(NAMED, ranked.size());
        return new SampledShapley(model, background, random)
                .of(first(rows, SAMPLED), ranked.subList(0, named), ranked.subList(named, ranked.size()), deadline);
    }

    private @Nullable Contributions forest(BagModel bag, Table rows, Deadline deadline) {
        Table usual = first(background, FOREST_BACKGROUND);
        String unit = manifest.problemType() == ProblemType.REGRESSION ? "value" : "probability";
        return exact(rows, 1, some -> bag.contributions(some, usual), unit, deadline);
    }

    /** What explains some rows; null if it cannot. */
    @FunctionalInterface
    private interface Explaining {

        BagModel.@Nullable Contributions of(Table rows);
    }

    /** Explains so many rows at a time, while there is time for as many more. */
    private @Nullable Contributions exact(Table rows, int step, Explaining explaining, String unit, Deadline deadline) {
        List<String> features = List.of();
        double[] values = new double[0];
        double[] base = new double[0];
        int done = 0;
        long start = System.nanoTime();
        while (done < rows.rows() && (done == 0 || step * secondsFor(done, start) < deadline.remainingSeconds())) {
            int end = Math.min(rows.rows(), done + step);
            BagModel.@Nullable Contributions some =
                    explaining.of(rows.select(IntStream.range(done, end).toArray()));
            if (some == null) {
                return null;
            }
            features = some.features();
            values = joined(values, some.values());
            base = joined(base, some.base());
            done = end;
        }
        return contributions(new BagModel.Contributions(features, values, base), unit, done < rows.rows());
    }

    /** How long a row takes. */
    private static double secondsFor(int done, long start) {
        return (System.nanoTime() - start) / 1e9 / done;
    }

    private Contributions contributions(BagModel.Contributions exact, String unit, boolean truncated) {
        return new Contributions(
                "TreeSHAP", unit, exact.features(), manifest.outputs(), exact.values(), exact.base(), truncated);
    }

    private static double[] joined(double[] a, double[] b) {
        double[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    private static Table first(Table table, int count) {
        return table.select(IntStream.range(0, Math.min(count, table.rows())).toArray());
    }

    /**
     * Rows in full.
     *
     * @param table rows of which there are contributions, in their order; perhaps fewer
     * @param number what a row is called
     * @param target its target as text; null if it is not known
     */
    List<RowContributions> rows(
            Contributions contributions, Table table, IntUnaryOperator number, IntFunction<@Nullable String> target) {
        int outputs = contributions.outputs();
        double[] predictions = model.predict(table);
        List<RowContributions> rows = new ArrayList<>();
        for (int i = 0; i < Math.min(table.rows(), contributions.rows()); i++) {
            List<Contribution> list = new ArrayList<>();
            for (int j = 0; j < contributions.features().size(); j++) {
                list.add(contribution(contributions, i, j, table));
            }
            list.sort(Comparator.comparingDouble((Contribution one) -> Explainer.absolute(one.contribution()))
                    .reversed());
            rows.add(new RowContributions(
                    number.applyAsInt(i),
                    target.apply(i),
                    list(predictions, i * outputs, outputs),
                    list(contributions.base(), i * outputs, outputs),
                    List.copyOf(list)));
        }
        return List.copyOf(rows);
    }

    private Contribution contribution(Contributions contributions, int row, int feature, Table table) {
        String name = contributions.features().get(feature);
        List<Double> own = IntStream.range(0, contributions.outputs())
                .mapToObj(k -> contributions.value(row, k, feature))
                .toList();
        return name.isEmpty()
                ? new Contribution(null, null, own)
                : new Contribution(name, Text.of(input(name), table.column(name), row), own);
    }

    private InputColumn input(String name) {
        return manifest.columns().stream()
                .filter(input -> input.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<Double> list(double[] values, int from, int count) {
        return Arrays.stream(values, from, from + count).boxed().toList();
    }
}
