package dev.atelier.autopilot.worker.learner;

/**
 * A fitted model.
 *
 * @param rounds boosting rounds that are kept, or iterations
 * @param truncated whether time ended the fit
 */
public record Fit(FittedModel model, int rounds, boolean truncated) {}
