package dev.atelier.autopilot.worker.run;

import dev.atelier.autopilot.worker.job.Deadline;
import org.jspecify.annotations.Nullable;

/** Divides a run's time between trials and the ensemble, which is timed once on the first trials. Safe for several threads. */
final class TimeShare {

    private static final int PROBED_TRIALS = 3;
    private static final double LEAST_RESERVE_SECONDS = 1.5;
    private static final double FIRST_RESERVE = 0.05;
    private static final double MOST_RESERVE = 0.15;

    /** An ensemble of many trials takes this many times the probe: it is of more models, but on all cores and with compiled code. */
    private static final double GROWTH = 5;

    private static final double LEAST_TRIAL_SECONDS = 1;

    /** No trial may take more of the time that is left, so that a data set that is too large for one learner still gets others. */
    private static final double LARGEST_PART = 0.33;

    private static final double LEAST_LIMIT_SECONDS = 5;

    private final @Nullable Double budgetSeconds;
    private final Deadline deadline;
    private final boolean reserving;
    private final @Nullable Double trialSeconds;
    private boolean probing;
    private double probeSeconds = Double.NaN;

    /**
     * A division.
     *
     * @param reserving whether time is kept for an ensemble
     * @param trialSeconds the most that a trial may take; null for no limit of its own
     */
    TimeShare(@Nullable Double budgetSeconds, Deadline deadline, boolean reserving, @Nullable Double trialSeconds) {
        this.budgetSeconds = budgetSeconds;
        this.deadline = deadline;
        this.reserving = reserving;
        this.trialSeconds = trialSeconds;
    }

    boolean limited() {
        return budgetSeconds != null;
    }

    @Nullable
    Double budgetSeconds() {
        return budgetSeconds;
    }

    double secondsLeft() {
        return deadline.remainingSeconds();
    }

    /** Seconds since the start of the budget; without one, since the given time. */
    double spentSeconds(long startNanos) {
        return budgetSeconds == null ? (System.nanoTime() - startNanos) / 1e9 : budgetSeconds - secondsLeft();
    }

    synchronized double trialSecondsLeft() {
        return secondsLeft() - reserve();
    }

    boolean trialsOver() {
        return trialSecondsLeft() < LEAST_TRIAL_SECONDS;
    }

    /** How long a trial that begins now may take; null for ever. */
    @Nullable
    Double trialLimit() {
        double left = trialSecondsLeft();
        return limit(Math.min(left, Math.max(LEAST_LIMIT_SECONDS, LARGEST_PART * left)));
    }

    /** How long a trial that begins now may take when nothing is worth the time that {@link #trialLimit()} gives; null for ever. */
    @Nullable
    Double lastTrialLimit() {
        return limit(trialSecondsLeft());
    }

    private @Nullable Double limit(double seconds) {
        if (budgetSeconds == null) {
            return trialSeconds;
        }
        return trialSeconds == null ? seconds : Math.min(seconds, trialSeconds);
    }

    private double reserve() {
        if (budgetSeconds == null || !reserving) {
            return 0;
        }
        double expected = Double.isNaN(probeSeconds) ? FIRST_RESERVE * budgetSeconds : GROWTH * probeSeconds;
        return Math.min(MOST_RESERVE * budgetSeconds, Math.max(LEAST_RESERVE_SECONDS, expected));
    }

    /** Whether the caller is the one who should make the first ensemble. */
    synchronized boolean probeIsDue(int finishedTrials) {
        if (budgetSeconds == null || !reserving || probing || finishedTrials < PROBED_TRIALS) {
            return false;
        }
        probing = true;
        return true;
    }

    synchronized void probed(double seconds) {
        probeSeconds = seconds;
    }
}
