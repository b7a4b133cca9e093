package dev.atelier.autopilot.worker.explain;

import dev.atelier.autopilot.worker.artefact.BagModel;
import dev.atelier.autopilot.worker.artefact.Model;
import dev.atelier.autopilot.worker.artefact.ModelManifest;
import dev.atelier.autopilot.worker.data.Dataset;
import dev.atelier.autopilot.worker.data.Folds;
import dev.atelier.autopilot.worker.data.InputColumn;
import dev.atelier.autopilot.worker.data.Table;
import dev.atelier.autopilot.worker.explain.Explanation.Contribution;
import dev.atelier.autopilot.worker.explain.Explanation.Dependence;
import dev.atelier.autopilot.worker.explain.Explanation.Importance;
import dev.atelier.autopilot.worker.explain.Explanation.MeanContribution;
import dev.atelier.autopilot.worker.explain.Explanation.Permutation;
import dev.atelier.autopilot.worker.explain.Explanation.RowContributions;
import dev.atelier.autopilot.worker.explain.Explanation.Shapley;
import dev.atelier.autopilot.worker.job.Deadline;
import dev.atelier.autopilot.worker.job.ProblemType;
import dev.atelier.autopilot.worker.metric.Metric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Explains a model of a job within a time. The same seed gives the same explanation unless time cuts it short. */
public final class Explainer {

    private static final int BACKGROUND = 200;
    private static final int EXPLAINED = 40;
    private static final int IN_FULL = 20;
    private static final int NAMED = 30;
    private static final int DEPENDENCES = 15;
    private static final int TREE_ROWS = 400;
    private static final double PERMUTATION_PART = 0.4;
    private static final double SHAPLEY_PART = 0.6;

    private final Model model;
    private final ModelManifest manifest;
    private final Dataset data;
    private final Folds folds;
    private final SplittableRandom random;
    private final List<InputColumn> inputs;

    public Explainer(Model model, Dataset data, Folds folds, long seed) {
        this.model = model;
        this.manifest = model.manifest();
        this.data = data;
        this.folds = folds;
        this.random = new SplittableRandom(seed);
        this.inputs = manifest.columns().stream().filter(InputColumn::feature).toList();
    }

    /**
     * Explains.
     *
     * @param trial the model's trial, null for the ensemble
     */
    public Explanation explain(@Nullable Integer trial, Deadline deadline) {
        long start = System.nanoTime();
        List<String> features = inputs.stream().map(InputColumn::name).toList();
        PermutationImportance importance = new PermutationImportance(model, data, folds, random);
        Permutation permutation = importance.measure(features, deadline.part(PERMUTATION_PART));
        List<String> ranked =
                permutation.features().stream().map(Importance::feature).toList();
        int[] all = IntStream.range(0, data.rows()).toArray();
        int[] background = Sampling.rows(all, BACKGROUND, random);
        int[] explained = Sampling.rows(all, TREE_ROWS, random);
        Contributions contributions = contributions(explained, background, ranked, deadline.part(SHAPLEY_PART));
        if (contributions.rows() < explained.length) {
            explained = Arrays.copyOf(explained, contributions.rows());
        }
        Shapley shapley = shapley(contributions, explained);
        List<Dependence> dependences = new ArrayList<>();
        Table rows = data.features().select(background);
        PartialDependence dependence = new PartialDependence(model, data.features(), rows);
        int planned = Math.min(DEPENDENCES, ranked.size());
        for (String feature : ranked.subList(0, planned)) {
            if (deadline.expired()) {
                break;
            }
            dependences.add(dependence.of(input(feature)));
        }
        boolean truncated = importance.truncated() || contributions.truncated() || dependences.size() < planned;
        Metric objective = Metric.of(manifest.objectiveMetric());
        return new Explanation(
                1,
                trial,
                manifest.name(),
                manifest.algorithm(),
                manifest.problemType(),
                objective.label(),
                objective.direction(),
                outputs(),
                permutation,
                shapley,
                List.copyOf(dependences),
                truncated,
                (System.nanoTime() - start) / 1e9);
    }

    private List<String> outputs() {
        return switch (manifest.problemType()) {
            case BINARY_CLASSIFICATION -> List.of(manifest.classes().getLast());
            case MULTICLASS_CLASSIFICATION -> manifest.classes();
            case REGRESSION -> List.of(manifest.target());
        };
    }

    private InputColumn input(String name) {
        return inputs.stream()
                .filter(input -> input.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Contributions contributions(int[] explained, int[] background, List<String> ranked, Deadline deadline) {
        if (model instanceof BagModel bag) {
            BagModel.@Nullable Contributions exact =
                    bag.contributions(data.features().select(explained));
            if (exact != null) {
                String unit = manifest.problemType() == ProblemType.REGRESSION
                        ? "value"
                        : manifest.problemType() == ProblemType.BINARY_CLASSIFICATION ? "log-odds" : "margin";
                return new Contributions(
                        "TreeSHAP", unit, exact.features(), manifest.outputs(), exact.values(), exact.base(), false);
            }
        }
        int[] few = Arrays.copyOf(explained, Math.min(EXPLAINED, explained.length));
        int named = Math.min(NAMED, ranked.size());
        return new SampledShapley(model, data.features().select(background), random)
                .of(
                        data.features().select(few),
                        ranked.subList(0, named),
                        ranked.subList(named, ranked.size()),
                        deadline);
    }

    private Shapley shapley(Contributions contributions, int[] rows) {
        int outputs = contributions.outputs();
        List<MeanContribution> means = new ArrayList<>();
        for (int j = 0; j < contributions.features().size(); j++) {
            List<Double> mean = new ArrayList<>();
            for (int k = 0; k < outputs; k++) {
                double sum = 0;
                for (int i = 0; i < contributions.rows(); i++) {
                    sum += Math.abs(contributions.value(i, k, j));
                }
                mean.add(sum / contributions.rows());
            }
            if (!contributions.features().get(j).isEmpty()) {
                means.add(new MeanContribution(contributions.features().get(j), List.copyOf(mean)));
            }
        }
        means.sort(Comparator.comparingDouble(Explainer::total).reversed());
        int full = Math.min(IN_FULL, rows.length);
        double[] predictions = model.predict(data.features().select(Arrays.copyOf(rows, full)));
        List<RowContributions> values = new ArrayList<>();
        for (int i = 0; i < full; i++) {
            values.add(row(contributions, i, rows[i], list(predictions, i * outputs, outputs)));
        }
        return new Shapley(
                contributions.method(),
                contributions.unit(),
                contributions.rows(),
                List.copyOf(means),
                List.copyOf(values));
    }

    private RowContributions row(Contributions contributions, int at, int row, List<Double> prediction) {
        int outputs = contributions.outputs();
        List<Contribution> list = new ArrayList<>();
        for (int j = 0; j < contributions.features().size(); j++) {
            String name = contributions.features().get(j);
            List<Double> own = new ArrayList<>();
            for (int k = 0; k < outputs; k++) {
                own.add(contributions.value(at, k, j));
            }
            list.add(
                    name.isEmpty()
                            ? new Contribution(null, null, List.copyOf(own))
                            : new Contribution(
                                    name, Text.of(input(name), data.features().column(name), row), List.copyOf(own)));
        }
        list.sort(Comparator.comparingDouble((Contribution one) -> absolute(one.contribution()))
                .reversed());
        double target = data.target()[row];
        return new RowContributions(
                row,
                manifest.problemType().isClassification() ? manifest.classes().get((int) target) : Text.number(target),
                prediction,
                list(contributions.base(), at * outputs, outputs),
                List.copyOf(list));
    }

    private static double total(MeanContribution mean) {
        return absolute(mean.meanAbsolute());
    }

    private static double absolute(List<Double> values) {
        return values.stream().mapToDouble(Math::abs).sum();
    }

    private static List<Double> list(double[] values, int from, int count) {
        return Arrays.stream(values, from, from + count).boxed().toList();
    }
}
