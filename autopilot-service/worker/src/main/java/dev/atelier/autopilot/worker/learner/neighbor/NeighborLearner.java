package dev.atelier.autopilot.worker.learner.neighbor;

import dev.atelier.autopilot.worker.feature.FeatureStyle;
import dev.atelier.autopilot.worker.job.Failure;
import dev.atelier.autopilot.worker.job.ProblemType;
import dev.atelier.autopilot.worker.job.StepException;
import dev.atelier.autopilot.worker.learner.Fit;
import dev.atelier.autopilot.worker.learner.FitTask;
import dev.atelier.autopilot.worker.learner.FittedModel;
import dev.atelier.autopilot.worker.learner.Learner;
import dev.atelier.autopilot.worker.learner.Parameters;

/**
 * Nearest neighbours with learned distances: all training rows answer, the nearer the more, and how much a column counts is learned from the training rows
 * ({@link ScaleTraining}); the scales with the least validation loss are kept. {@code rounds} are steps (at most {@value #STEPS}). Time and size grow with the
 * rows: it is for tables of some thousand.
 */
public final class NeighborLearner implements Learner {

    private static final int STEPS = 300;
    private static final int EVALUATE_EVERY = 10;
    private static final int PATIENCE = 6;

    @Override
    public FeatureStyle style() {
        return FeatureStyle.LINEAR;
    }

    @Override
    public String extension() {
        return "neighbors";
    }

    @Override
    public Fit fit(FitTask task) {
        Examples examples = Examples.of(task.training(), task.type().outputs(task.classes()));
        ScaleTraining training = new ScaleTraining(examples, task.type().isClassification(), task.seed());
        String metric = task.type() == ProblemType.REGRESSION ? "MSE" : "LogLoss";
        int most = task.parameters().integer(Parameters.ROUNDS, STEPS);
        float[] best = new float[0];
        double bestLoss = Double.POSITIVE_INFINITY;
        int bestStep = 0;
        int worse = 0;
        boolean truncated = task.deadline().expired();
        for (int step = 0; !truncated && worse < PATIENCE; step++) {
            if (step % EVALUATE_EVERY == 0 || step == most) {
                float[] scales = training.scales();
                double loss = task.validationLoss(new Neighbors(examples, scales)
                        .predict(task.validation().matrix()));
                worse++;
                if (loss < bestLoss) {
                    best = scales;
                    bestLoss = loss;
                    bestStep = step;
                    worse = 0;
                }
                task.progress().round(step, metric, loss, bestLoss);
            }
            if (step == most) {
                break;
            }
            truncated = task.deadline().expired();
            if (!truncated) {
                training.step();
            }
        }
        if (Double.isInfinite(bestLoss)) {
            throw truncated
                    ? new StepException(
                            Failure.Code.DEADLINE_EXCEEDED, "The fold's time was over before the first distances.")
                    : new StepException(Failure.Code.MODEL_ERROR, "The validation loss was never a number.");
        }
        return new Fit(new Neighbors(examples, best), bestStep, truncated);
    }

    @Override
    public FittedModel load(byte[] bytes, ProblemType type, int classes) {
        return Neighbors.read(bytes);
    }
}
