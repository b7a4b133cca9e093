package dev.atelier.autopilot.worker.learner.network;

import dev.atelier.autopilot.worker.feature.FeatureStyle;
import dev.atelier.autopilot.worker.job.Failure;
import dev.atelier.autopilot.worker.job.ProblemType;
import dev.atelier.autopilot.worker.job.StepException;
import dev.atelier.autopilot.worker.learner.Fit;
import dev.atelier.autopilot.worker.learner.FitTask;
import dev.atelier.autopilot.worker.learner.FittedModel;
import dev.atelier.autopilot.worker.learner.Learner;
import dev.atelier.autopilot.worker.learner.Loss;
import dev.atelier.autopilot.worker.learner.Parameters;
import org.jspecify.annotations.Nullable;

/**
 * A multilayer perceptron with embeddings for categories, batch norm and dropout, learned by AdamW on log loss or squared error; the pass with the least
 * validation loss is kept. Settings: {@link Settings}. A fit's rounds are the passes of its {@link Schedule}, from which, and from the pass that time cut off, the same fit comes again.
 */
public final class NetworkLearner implements Learner {

    private static final int PATIENCE = 12;

    /** Passes do not all take the same time. */
    private static final double MARGIN = 1.3;

    @Override
    public FeatureStyle style() {
        return FeatureStyle.NEURAL;
    }

    @Override
    public String extension() {
        return "network";
    }

    @Override
    public Fit fit(FitTask task) {
        Settings settings = Settings.of(task.parameters(), task.training().rows());
        Outputs outputs = Outputs.of(
                task.type(),
                task.classes(),
                Loss.of(task.parameters()),
                task.training().target());
        Training training = new Training(task.training(), outputs, settings, task.seed());
        Schedule schedule = new Schedule(settings.rate(), settings.epochs());
        String metric = task.type() == ProblemType.REGRESSION ? "MSE" : "LogLoss";
        @Nullable Network best = null;
        double bestLoss = Double.POSITIVE_INFINITY;
        int bestPass = 0;
        boolean truncated = false;
        int stop = task.parameters().integer(Parameters.STOP, Integer.MAX_VALUE);
        @Nullable Integer stopped = null;
        long start = System.nanoTime();
        for (int pass = 0; pass < Math.min(stop, schedule.end()); pass++) {
            boolean late = !schedule.falls() && isLate(task, pass, System.nanoTime() - start);
            truncated |= late;
            schedule.before(pass, late || pass - bestPass >= PATIENCE);
            if (pass >= schedule.end()) {
                break;
            }
            if (!training.pass(schedule.rates(pass, training.batches()), task.deadline())) {
                truncated = true;
                stopped = pass;
                break;
            }
            Network network = training.network();
            double loss = task.validationLoss(network.predict(task.validation().matrix()));
            if (loss < bestLoss) {
                best = network;
                bestLoss = loss;
                bestPass = pass;
            }
            task.progress().round(pass + 1, metric, loss, bestLoss);
        }
        if (best == null) {
            throw truncated
                    ? new StepException(
                            Failure.Code.DEADLINE_EXCEEDED, "The fold's time was over before one pass over its rows.")
                    : new StepException(Failure.Code.MODEL_ERROR, "The validation loss was never a number.");
        }
        return new Fit(best, schedule.end(), truncated, stopped);
    }

    /** Whether time is short for another pass at the full rate and the fall after it. */
    private static boolean isLate(FitTask task, int passes, long nanos) {
        if (passes == 0 || task.deadline().isNone()) {
            return false;
        }
        double seconds = nanos / 1e9 / passes * (1 + Schedule.fall(passes + 1)) * MARGIN;
        return seconds > task.deadline().remainingSeconds();
    }

    @Override
    public FittedModel load(byte[] bytes, ProblemType type, int classes) {
        return Network.read(bytes, type);
    }
}
