package dev.atelier.autopilot.worker.learner;

import dev.atelier.autopilot.worker.feature.FeatureStyle;
import dev.atelier.autopilot.worker.job.ProblemType;

/** A way to learn. Learners hold no state; with the same task and no deadline they give the same model, bit by bit. */
public interface Learner {

    /** The matrix that it wants. */
    FeatureStyle style();

    /** The name of its model files' ending. */
    String extension();

    /**
     * Learns, and stops early: when the validation loss no longer falls, or at the task's deadline with the best so far.
     *
     * @throws dev.atelier.autopilot.worker.job.StepException if there was no time for anything useful, or the learner failed
     */
    Fit fit(FitTask task);

    /** A model from its bytes. */
    FittedModel load(byte[] bytes, ProblemType type, int classes);
}
