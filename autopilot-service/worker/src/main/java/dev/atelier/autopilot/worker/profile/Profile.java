package dev.atelier.autopilot.worker.profile;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.atelier.autopilot.worker.data.ColumnType;
import dev.atelier.autopilot.worker.data.DateFormat;
import dev.atelier.autopilot.worker.data.InputColumn;
import dev.atelier.autopilot.worker.job.ProblemType;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * {@code profile.json}: what the data set is.
 *
 * @param folds that candidates are learned in; 1 where rows are held out instead
 * @param measuredRows of all folds, or that are held out
 */
public record Profile(
        int version,
        int rows,
        int droppedRows,
        ProblemType problemType,
        boolean problemTypeDetected,
        String objectiveMetric,
        String objectiveDirection,
        int folds,
        int measuredRows,
        long seed,
        String charset,
        List<ColumnProfile> columns,
        TargetProfile target,
        List<Warning> warnings,
        int plannedTrials,
        double seconds) {

    /** Pearson's second coefficient of skewness, from which on a target is skewed. */
    private static final double SKEWED = 0.5;

    /** What a column is for. */
    public enum Role {
        FEATURE,
        TARGET,
        DROPPED;

        @JsonValue
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One column of the file, in the file's order.
     *
     * @param words see {@link InputColumn#words}
     */
    public record ColumnProfile(
            String name,
            ColumnType type,
            @Nullable DateFormat dateFormat,
            Role role,
            @Nullable String reason,
            long missing,
            long distinct,
            @Nullable Double minimum,
            @Nullable Double maximum,
            @Nullable Double mean,
            @Nullable Double standardDeviation,
            List<Double> quantiles,
            List<Bin> histogram,
            List<ValueCount> topValues,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            List<String> words) {}

    /** A bar of a histogram: from (included) to (excluded, in the last bar included). */
    public record Bin(double from, double to, long count) {}

    /** A value and how often it occurs. */
    public record ValueCount(String value, long count) {}

    /** A class of the target. */
    public record ClassCount(String label, long count) {}

    /** The target: classes in order (the positive one last), or statistics. */
    public record TargetProfile(
            String name,
            List<ClassCount> classes,
            @Nullable String positiveClass,
            @Nullable Double majorityShare,
            @Nullable NumberStatistics statistics) {

        /** Whether a few values, none below 0, are many times as large as most: the mean is far above the median. */
        @JsonIgnore
        public boolean skewed() {
            return statistics != null
                    && statistics.minimum() >= 0
                    && 3 * (statistics.mean() - statistics.quantiles().get(2))
                            > SKEWED * statistics.standardDeviation();
        }
    }

    /** A distribution of numbers. */
    public record NumberStatistics(
            double minimum,
            double maximum,
            double mean,
            double standardDeviation,
            List<Double> quantiles,
            List<Bin> histogram) {}

    /** Something that the user should know. */
    public record Warning(String code, String column, String message) {}

    /** The same with what is known last. */
    public Profile planned(int trials, double elapsedSeconds) {
        return new Profile(
                version,
                rows,
                droppedRows,
                problemType,
                problemTypeDetected,
                objectiveMetric,
                objectiveDirection,
                folds,
                measuredRows,
                seed,
                charset,
                columns,
                target,
                warnings,
                trials,
                elapsedSeconds);
    }

    /** The columns that a scoring request has: all but the target. */
    @JsonIgnore
    public List<InputColumn> inputs() {
        return columns.stream()
                .filter(column -> column.role() != Role.TARGET)
                .map(column -> new InputColumn(
                        column.name(),
                        column.type(),
                        column.dateFormat(),
                        column.role() == Role.FEATURE,
                        column.words()))
                .toList();
    }

    @JsonIgnore
    public List<String> classLabels() {
        return target.classes().stream().map(ClassCount::label).toList();
    }
}
