package dev.atelier.autopilot.worker.learner.oblivious;

import dev.atelier.autopilot.worker.feature.FeatureStyle;
import dev.atelier.autopilot.worker.job.ProblemType;
import dev.atelier.autopilot.worker.learner.BoostingControl;
import dev.atelier.autopilot.worker.learner.Fit;
import dev.atelier.autopilot.worker.learner.FitTask;
import dev.atelier.autopilot.worker.learner.FittedModel;
import dev.atelier.autopilot.worker.learner.Learner;
import dev.atelier.autopilot.worker.learner.Parameters;

/**
 * Gradient boosting of oblivious trees, as CatBoost has it (Prokhorenkova et al. 2018) without its ordering: means of targets come from the pipeline, out of
 * fold. Settings, by CatBoost's names: {@code learning_rate} (0.05); {@code depth} (6, at most 8, less with very many classes); {@code l2_leaf_reg} (3);
 * {@code random_strength} (1); {@code bagging_temperature} (0.3); {@code rsm}, the share of columns that a level looks at (1); {@code border_count} (254);
 * {@code leaf_estimation_iterations} (10, for two classes).
 */
public final class ObliviousLearner implements Learner {

    private static final int MOST_DEPTH = 8;

    /** So that an empty leaf is nothing. */
    private static final double LEAST_PENALTY = 1e-3;

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
        Boosting boosting = new Boosting(task, settings(task));
        BoostingControl control = new BoostingControl(task, task.type().isClassification() ? "LogLoss" : "MSE");
        control.run(boosting::round);
        return new Fit(boosting.model(control.bestRound()), control.bestRound(), control.truncated());
    }

    private static Boosting.Settings settings(FitTask task) {
        Parameters parameters = task.parameters();
        int most = Math.min(MOST_DEPTH, Histogram.mostDepth(task.type().outputs(task.classes())));
        return new Boosting.Settings(
                parameters.number("learning_rate", 0.05),
                Math.max(1, parameters.integer("leaf_estimation_iterations", 10)),
                Math.clamp(parameters.integer("border_count", Bins.MOST_BORDERS), 1, Bins.MOST_BORDERS),
                new TreeGrower.Settings(
                        Math.clamp(parameters.integer("depth", 6), 1, most),
                        Math.max(LEAST_PENALTY, parameters.number("l2_leaf_reg", 3)),
                        parameters.number("random_strength", 1),
                        parameters.number("bagging_temperature", 0.3),
                        parameters.number("rsm", 1)));
    }

    @Override
    public FittedModel load(byte[] bytes, ProblemType type, int classes) {
        return ObliviousModel.read(bytes, type);
    }
}
