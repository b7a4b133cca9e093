package dev.atelier.autopilot.worker.learner.oblivious;

import dev.atelier.autopilot.worker.feature.FeatureStyle;
import dev.atelier.autopilot.worker.feature.Matrix;
import dev.atelier.autopilot.worker.job.ProblemType;
import dev.atelier.autopilot.worker.learner.BoostingControl;
import dev.atelier.autopilot.worker.learner.Fit;
import dev.atelier.autopilot.worker.learner.FitTask;
import dev.atelier.autopilot.worker.learner.FittedModel;
import dev.atelier.autopilot.worker.learner.Learner;
import dev.atelier.autopilot.worker.learner.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Gradient boosting of oblivious trees, as CatBoost has it (Prokhorenkova et al. 2018) without its ordering: means of targets come from the pipeline, out of
 * fold. Settings, by CatBoost's names: {@code learning_rate} (0.05), {@code depth} (6), {@code l2_leaf_reg} (3), {@code random_strength} (1), {@code
 * bagging_temperature} (0.3), {@code rsm}, the share of columns that a level looks at (1), {@code leaf_estimation_iterations} (5, for two classes).
 */
public final class ObliviousLearner implements Learner {

    private static final int MOST_DEPTH = 8;

    @Override
    public FeatureStyle style() {
        return FeatureStyle.TREE;
    }

    @Override
    public String extension() {
        return "oblivious";
    }

    @Override
    public Fit fit(FitTask task) {
        Parameters parameters = task.parameters();
        int outputs = task.type().outputs(task.classes());
        int rows = task.training().rows();
        Objective objective = new Objective(
                task.type(), outputs, task.training().target(), task.training().weights());
        Bins bins = Bins.of(
                task.training().matrix(),
                Math.clamp(parameters.integer("border_count", Bins.MOST_BORDERS), 1, Bins.MOST_BORDERS));
        double rate = parameters.number("learning_rate", 0.05);
        double penalty = parameters.number("l2_leaf_reg", 3);
        int steps = Math.max(1, parameters.integer("leaf_estimation_iterations", 10));
        TreeGrower grower = new TreeGrower(
                bins,
                new TreeGrower.Settings(
                        Math.clamp(parameters.integer("depth", 6), 1, MOST_DEPTH),
                        penalty,
                        parameters.number("random_strength", 1),
                        parameters.number("bagging_temperature", 0.3),
                        parameters.number("rsm", 1)),
                task.training().weights(),
                rows,
                outputs);
        double[] start = objective.start();
        double[] sums = repeated(start, rows);
        double[] gradients = new double[sums.length];
        Matrix validation = task.validation().matrix();
        double[] validationSums = repeated(start, validation.rows());
        List<ObliviousTree> trees = new ArrayList<>();
        BoostingControl control = new BoostingControl(task, task.type().isClassification() ? "LogLoss" : "MSE");
        control.run(round -> {
            objective.gradients(sums, gradients);
            SplittableRandom random = new SplittableRandom(task.seed() * 0x9E3779B97F4A7C15L + round);
            List<Question> questions = grower.grow(gradients, round * rate, random);
            ObliviousTree tree = tree(bins, questions, objective, sums, grower.leaf(), penalty, steps, rate);
            trees.add(tree);
            for (int row = 0; row < rows; row++) {
                for (int k = 0; k < outputs; k++) {
                    sums[row * outputs + k] += tree.leaves()[grower.leaf()[row] * outputs + k];
                }
            }
            for (int row = 0; row < validation.rows(); row++) {
                ObliviousModel.add(tree, validation, row, validationSums);
            }
            double[] predicted = validationSums.clone();
            Objective.link(task.type(), predicted, outputs);
            return task.validationLoss(predicted);
        });
        return new Fit(
                new ObliviousModel(task.type(), start, trees.subList(0, control.bestRound())),
                control.bestRound(),
                control.truncated());
    }

    private static double[] repeated(double[] start, int rows) {
        double[] sums = new double[rows * start.length];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(start, 0, sums, row * start.length, start.length);
        }
        return sums;
    }

    private static ObliviousTree tree(
            Bins bins,
            List<Question> questions,
            Objective objective,
            double[] sums,
            int[] leaf,
            double penalty,
            int steps,
            double rate) {
        int depth = questions.size();
        double[] leaves = objective.leaves(sums, leaf, 1 << depth, penalty, steps);
        for (int i = 0; i < leaves.length; i++) {
            leaves[i] *= rate;
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

    @Override
    public FittedModel load(byte[] bytes, ProblemType type, int classes) {
        return ObliviousModel.read(bytes, type);
    }
}
