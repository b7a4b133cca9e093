package dev.atelier.autopilot.worker.learner.forest;

import dev.atelier.autopilot.worker.feature.FeatureStyle;
import dev.atelier.autopilot.worker.job.Failure;
import dev.atelier.autopilot.worker.job.ProblemType;
import dev.atelier.autopilot.worker.job.StepException;
import dev.atelier.autopilot.worker.learner.Fit;
import dev.atelier.autopilot.worker.learner.FitTask;
import dev.atelier.autopilot.worker.learner.FittedModel;
import dev.atelier.autopilot.worker.learner.Learner;
import dev.atelier.autopilot.worker.learner.Parameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;

/**
 * ExtraTrees or RandomForest. Settings, by scikit-learn's names: {@code criterion} "gini" or "entropy" for classes; {@code max_features}, the
 * share of the columns that a node looks at (when absent √p for classes, for values 0.6 of them by random and 0.4 by best thresholds); {@code min_samples_leaf} (1; above
 * 10,000 rows 5 for two classes and 3 for values); {@code rounds}, how many trees (300). Growing ends early when all trees together have four million nodes.
 */
public final class ForestLearner implements Learner {
    private static final int TREES = 300;
    private static final int USEFUL_TREES = 5;
    private static final long MAX_NODES = 4_000_000;
    private static final int REPORT_EVERY = 25;
    private static final int SMALL_ROWS = 10_000;

    private final boolean extra;

    /**
     * A learner.
     *
     * @param extra ExtraTrees: random thresholds on all rows; otherwise RandomForest: best thresholds on bootstrap samples
     */
    public ForestLearner(boolean extra) {
        this.extra = extra;
    }

    @Override
    public FeatureStyle style() {
        return FeatureStyle.TREE;
    }

    @Override
    public String extension() {
        return "forest";
    }

    @Override
    public Fit fit(FitTask task) {
        boolean regression = task.type() == ProblemType.REGRESSION;
        double centre =
                regression ? DoubleStream.of(task.training().target()).average().orElse(0) : 0;
        double[] target = regression
                ? DoubleStream.of(task.training().target())
                        .map(value -> value - centre)
                        .toArray()
                : task.training().target();
        int classes = regression ? 0 : task.classes();
        int outputs = task.type().outputs(task.classes());
        TreeColumns columns = TreeColumns.of(task.training().matrix());
        TreeGrower grower = grower(task.parameters(), columns, target, classes);
        Forest empty = new Forest(List.of(), columns.missing(), outputs, classes, centre);
        TreeColumns validation = TreeColumns.of(task.validation().matrix(), columns.missing());
        double[] sums = new double[task.validation().rows() * outputs];
        double best = Double.POSITIVE_INFINITY;
        List<Tree> trees = new ArrayList<>();
        long nodes = 0;
        double[] cumulated = task.training().weights().clone();
        Arrays.parallelPrefix(cumulated, Double::sum);
        int wanted = task.parameters().integer(Parameters.ROUNDS, TREES);
        while (trees.size() < wanted && nodes < MAX_NODES && !task.deadline().expired()) {
            SplittableRandom random = new SplittableRandom(task.seed() * 0x9E3779B97F4A7C15L + trees.size());
            Tree tree = grower.grow(rows(target.length, cumulated, random), random);
            trees.add(tree);
            nodes += tree.nodes();
            empty.add(tree, validation, task.validation().rows(), sums);
            if (trees.size() % REPORT_EVERY == 0) {
                double loss = task.validationLoss(empty.mean(sums, trees.size()));
                best = Math.min(best, loss);
                task.progress().round(trees.size(), regression ? "MSE" : "LogLoss", loss, best);
            }
        }
        boolean truncated = trees.size() < wanted && nodes < MAX_NODES;
        if (truncated && trees.size() < USEFUL_TREES) {
            throw new StepException(
                    Failure.Code.DEADLINE_EXCEEDED, "The fold's time was over after " + trees.size() + " trees.");
        }
        return new Fit(new Forest(trees, columns.missing(), outputs, classes, centre), trees.size(), truncated);
    }

    @Override
    public FittedModel load(byte[] bytes, ProblemType type, int classes) {
        return Forest.read(bytes);
    }

    private TreeGrower grower(Parameters parameters, TreeColumns columns, double[] target, int classes) {
        Criterion.Kind kind = classes == 0
                ? Criterion.Kind.SQUARED_ERROR
                : "entropy".equals(parameters.values().get("criterion")) ? Criterion.Kind.ENTROPY : Criterion.Kind.GINI;
        Criterion criterion = new Criterion(kind, target, classes);
        double share =
                parameters.number("max_features", classes == 0 ? (extra ? 0.6 : 0.4) : 1 / Math.sqrt(columns.count()));
        int tried = (int) Math.clamp(Math.round(share * columns.count()), 1L, Math.max(1, columns.count()));
        int leaf = parameters.integer("min_samples_leaf", target.length > SMALL_ROWS ? largeLeaf(classes) : 1);
        Splitter splitter = extra ? new RandomThreshold(columns, criterion) : BestThreshold.of(columns, criterion);
        return new TreeGrower(columns, criterion, splitter, classes, tried, Math.max(1, leaf));
    }

    /** Smooths where there are rows enough; many classes need leaves of their own. */
    private static int largeLeaf(int classes) {
        return switch (classes) {
            case 0 -> 3;
            case 2 -> 5;
            default -> 1;
        };
    }

    /** The rows of a tree; weighted ones are drawn in proportion to their weight, with replacement, also for ExtraTrees. */
    private int[] rows(int count, double[] cumulated, SplittableRandom random) {
        int[] rows = new int[count];
        if (cumulated.length > 0) {
            double total = cumulated[count - 1];
            Arrays.setAll(rows, _ -> drawn(cumulated, random.nextDouble() * total));
        } else if (extra) {
            Arrays.setAll(rows, i -> i);
        } else {
            Arrays.setAll(rows, _ -> random.nextInt(count));
        }
        return rows;
    }

    private static int drawn(double[] cumulated, double at) {
        int found = Arrays.binarySearch(cumulated, at);
        return Math.min(found >= 0 ? found + 1 : -found - 1, cumulated.length - 1);
    }
}
