package dev.atelier.autopilot.worker.learner.oblivious;

import dev.atelier.autopilot.worker.feature.Matrix;
import dev.atelier.autopilot.worker.learner.FitTask;
import dev.atelier.autopilot.worker.learner.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A fit: tree after tree against what the trees before it leave. */
final class Boosting {

    /**
     * How it goes.
     *
     * @param rate what part of a tree's leaves is added
     * @param steps Newton steps to the leaves of two classes
     */
    record Settings(double rate, int steps, int borders, TreeGrower.Settings tree) {}

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final FitTask task;
    private final Settings settings;
    private final int outputs;
    private final Objective objective;
    private final Bins bins;
    private final TreeGrower grower;
    private final double[] start;
    private final double[] sums;
    private final double[] gradients;
    private final double[] validationSums;
    private final List<ObliviousTree> trees = new ArrayList<>();

    Boosting(FitTask task, Settings settings) {
        this.task = task;
        this.settings = settings;
        this.outputs = task.type().outputs(task.classes());
        double[] weights = task.training().weights();
        this.objective = new Objective(task.type(), outputs, task.training().target(), weights);
        this.bins = Bins.of(task.training().matrix(), settings.borders());
        this.grower =
                new TreeGrower(bins, settings.tree(), weights, task.training().rows(), outputs);
        this.start = objective.start();
        this.sums = repeated(task.training().rows());
        this.gradients = new double[sums.length];
        this.validationSums = repeated(task.validation().rows());
    }

    private double[] repeated(int rows) {
        double[] repeated = new double[rows * outputs];
        for (int at = 0; at < repeated.length; at += outputs) {
            System.arraycopy(start, 0, repeated, at, outputs);
        }
        return repeated;
    }

    /** Adds a tree and tells the validation loss with it. */
    double round(int round) {
        objective.gradients(sums, gradients);
        SplittableRandom random = new SplittableRandom(task.seed() * GOLDEN + round);
        List<Question> questions = grower.grow(gradients, round * settings.rate(), random);
        ObliviousTree tree = tree(questions, grower.leaf());
        trees.add(tree);
        for (int row = 0; row < grower.leaf().length; row++) {
            for (int k = 0; k < outputs; k++) {
                sums[row * outputs + k] += tree.leaves()[grower.leaf()[row] * outputs + k];
            }
        }
        Matrix validation = task.validation().matrix();
        for (int row = 0; row < validation.rows(); row++) {
            tree.addTo(validationSums, row * outputs, outputs, validation.values(), row * validation.columns());
        }
        double[] predicted = validationSums.clone();
        Link.of(task.type()).apply(predicted, outputs);
        return task.validationLoss(predicted);
    }

    private ObliviousTree tree(List<Question> questions, int[] leaf) {
        int depth = questions.size();
        double[] leaves =
                objective.leaves(sums, leaf, 1 << depth, settings.tree().penalty(), settings.steps());
        for (int i = 0; i < leaves.length; i++) {
            leaves[i] *= settings.rate();
        }
        int[] covers = new int[1 << depth];
        for (int of : leaf) {
            covers[of]++;
        }
        ObliviousTree tree = new ObliviousTree(new int[depth], new double[depth], new boolean[depth], leaves, covers);
        for (int level = 0; level < depth; level++) {
            Question question = questions.get(level);
            tree.columns()[level] = question.column();
            tree.asked()[level] = bins.asked(question.column(), question.bin());
            tree.equal()[level] = bins.categorical(question.column());
        }
        return tree;
    }

    /** The model of the first rounds. */
    ObliviousModel model(int rounds) {
        return new ObliviousModel(task.type(), start, trees.subList(0, rounds));
    }
}
