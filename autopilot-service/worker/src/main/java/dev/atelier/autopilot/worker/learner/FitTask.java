package dev.atelier.autopilot.worker.learner;

import dev.atelier.autopilot.worker.job.Deadline;
import dev.atelier.autopilot.worker.job.ProblemType;

/**
 * One fold's work.
 *
 * @param classes number of classes; 0 for regression
 * @param validation rows for early stopping
 */
public record FitTask(
        ProblemType type,
        int classes,
        Sample training,
        Sample validation,
        Parameters parameters,
        long seed,
        Deadline deadline,
        Progress progress) {}
