package dev.atelier.autopilot.worker.explain;

import dev.atelier.autopilot.worker.artefact.Model;
import dev.atelier.autopilot.worker.artefact.ModelManifest;
import dev.atelier.autopilot.worker.data.Dataset;
import dev.atelier.autopilot.worker.data.Folds;
import dev.atelier.autopilot.worker.data.InputColumn;
import dev.atelier.autopilot.worker.data.Table;
import dev.atelier.autopilot.worker.explain.Explanation.Dependence;
import dev.atelier.autopilot.worker.explain.Explanation.Importance;
import dev.atelier.autopilot.worker.explain.Explanation.MeanContribution;
import dev.atelier.autopilot.worker.explain.Explanation.Permutation;
import dev.atelier.autopilot.worker.explain.Explanation.RowContributions;
import dev.atelier.autopilot.worker.explain.Explanation.Shapley;
import dev.atelier.autopilot.worker.job.Deadline;
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
    private static final int IN_FULL = 20;
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
        Table rows = data.features().select(background);
        ShapleyValues values = new ShapleyValues(model, rows, random);
        Contributions contributions = values.of(data.features().select(explained), ranked, deadline.part(SHAPLEY_PART));
        if (contributions.rows() < explained.length) {
            explained = Arrays.copyOf(explained, contributions.rows());
        }
        Shapley shapley = shapley(values, contributions, explained);
        List<Dependence> dependences = new ArrayList<>();
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
                outputs(manifest),
                permutation,
                shapley,
                List.copyOf(dependences),
                truncated,
                (System.nanoTime() - start) / 1e9);
    }

    /** What each number of a prediction is of. */
    static List<String> outputs(ModelManifest manifest) {
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

    private Shapley shapley(ShapleyValues shapley, Contributions contributions, int[] rows) {
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
        int[] full = Arrays.copyOf(rows, Math.min(IN_FULL, rows.length));
        List<RowContributions> values = shapley.rows(
                contributions, data.features().select(full), i -> full[i], i -> target(data.target()[full[i]]));
        return new Shapley(
                contributions.method(), contributions.unit(), contributions.rows(), List.copyOf(means), values);
    }

    private String target(double target) {
        return manifest.problemType().isClassification() ? manifest.classes().get((int) target) : Text.number(target);
    }

    private static double total(MeanContribution mean) {
        return absolute(mean.meanAbsolute());
    }

    static double absolute(List<Double> values) {
        return values.stream().mapToDouble(Math::abs).sum();
    }
}
