package dev.atelier.autopilot.worker.learner;

import org.jspecify.annotations.Nullable;

/**
 * A fitted model.
 *
 * @param rounds boosting rounds that are kept, or iterations
 * @param truncated whether time ended the fit
 * @param stop after how many of its rounds time ended it, for a learner whose rounds depend on how many it meant to take; null otherwise
 */
public record Fit(
        FittedModel model,
        int rounds,
        boolean truncated,
        @Nullable Integer stop) {
    /** A fit that its rounds alone describe. */
    public Fit(FittedModel model, int rounds, boolean truncated) {
        this(model, rounds, truncated, null);
    }
}
