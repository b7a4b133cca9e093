package dev.atelier.autopilot.service.job;

import dev.atelier.autopilot.service.engine.ProblemType;
import dev.atelier.autopilot.service.usage.Owner;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A job as it stands.
 *
 * @param problemType null until it is known
 * @param objectiveMetric null until it is known
 * @param mode as it was asked for
 * @param resolvedMode what it came to; never {@link JobMode#AUTO}
 * @param validation what the caller wants to be held out
 * @param folds that candidates are learned in, 1 where rows are held out instead; null until it is known
 * @param featureColumns the only columns that may be features; empty: all but the target and those of the split
 * @param featureTypes labels of {@link FeatureType} by column
 * @param startTime when it began to work; its runtime counts from here
 * @param lastEvent the number of its last event
 */
public record AutoMLJob(
        String id,
        String name,
        Owner owner,
        String datasetId,
        String targetColumn,
        @Nullable ProblemType problemType,
        @Nullable String objectiveMetric,
        JobMode mode,
        JobMode resolvedMode,
        Validation validation,
        @Nullable Integer folds,
        SplitColumns split,
        List<String> featureColumns,
        Map<String, String> featureTypes,
        JobLimits limits,
        long seed,
        String instanceType,
        JobLifecycle lifecycle,
        long lastEvent,
        Instant creationTime,
        @Nullable Instant startTime,
        @Nullable Instant endTime) {
    /** Whether each candidate is measured once, on rows that are held out, be it by the caller's wish or since rows are many. */
    public boolean holdsOut() {
        return folds == null ? validation.given() : folds == 1;
    }

    /** When it was made, began to work, or ended, whatever came last. */
    public Instant lastModifiedTime() {
        return endTime != null ? endTime : Objects.requireNonNullElse(startTime, creationTime);
    }
}
