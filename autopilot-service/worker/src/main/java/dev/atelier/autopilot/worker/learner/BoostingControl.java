package dev.atelier.autopilot.worker.learner;

import dev.atelier.autopilot.worker.job.Failure;
import dev.atelier.autopilot.worker.job.StepException;

/** The loop around one boosting round at a time: keeps the best round, stops when patience or time is over. */
public final class BoostingControl {

    /** One round: trains it and returns the validation loss. */
    @FunctionalInterface
    public interface Round {

        double train(int round);
    }

    private static final int REPORT_EVERY = 25;
    private static final int MAX_ROUNDS = 10_000;
    private static final int SMALL_ROWS = 10_000;
    private static final int SMALL_PATIENCE = 300;
    private static final int MIN_PATIENCE = 20;
    private static final double PATIENCE_BUDGET = 3e6;
    private static final int USEFUL_ROUNDS = 5;

    private final FitTask task;
    private final String metric;
    private int bestRound;
    private double bestLoss = Double.POSITIVE_INFINITY;
    private boolean truncated;

    public BoostingControl(FitTask task, String metric) {
        this.task = task;
        this.metric = metric;
    }

    /**
     * AutoGluon's rule, 300 rounds without progress up to 10,000 rows and fewer with more rows, where a row counts once for each tree of a round: a round of
     * many classes costs as many trees.
     */
    static int patience(int rows, int trees) {
        long work = (long) rows * trees;
        return work <= SMALL_ROWS ? SMALL_PATIENCE : (int) Math.max(MIN_PATIENCE, PATIENCE_BUDGET / work);
    }

    public void run(Round body) {
        int patience = patience(task.training().rows(), task.type().outputs(task.classes()));
        int limit = task.parameters().integer(Parameters.ROUNDS, MAX_ROUNDS);
        int round = 0;
        while (round < limit && round - bestRound < patience) {
            if (task.deadline().expired()) {
                truncated = true;
                break;
            }
            round++;
            double loss = body.train(round);
            if (loss < bestLoss) {
                bestLoss = loss;
                bestRound = round;
            }
            if (round % REPORT_EVERY == 0) {
                task.progress().round(round, metric, loss, bestLoss);
            }
        }
        if (truncated && round < USEFUL_ROUNDS) {
            throw new StepException(
                    Failure.Code.DEADLINE_EXCEEDED, "The fold's time was over after " + round + " rounds of boosting.");
        }
        if (bestRound == 0) {
            throw new StepException(Failure.Code.MODEL_ERROR, "The validation loss was never a number.");
        }
    }

    public int bestRound() {
        return bestRound;
    }

    public boolean truncated() {
        return truncated;
    }
}
