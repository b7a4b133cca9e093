package dev.atelier.autopilot.service.candidate;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** A score on rows that the model has not seen: the mean over the folds and how far they spread, which is 0 where rows are held out. */
@RegisterForReflection
public record Metric(String name, double value, double standardDeviation) {}
