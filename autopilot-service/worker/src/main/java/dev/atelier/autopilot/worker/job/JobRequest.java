package dev.atelier.autopilot.worker.job;

import dev.atelier.autopilot.worker.data.ColumnType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code request.json}: what the caller wants. Absent values are defaults, see the accessors without "or".
 *
 * @param validationFraction the part of the rows that is held out instead of folds; above 0 and below 1
 * @param trainingRows how many rows of the file are to be learned from; those after them are held out
 * @param featureTypes what columns are to be read as, instead of what their values look like: numeric, categorical, text or date
 */
public record JobRequest(
        String datasetPath,
        String targetColumn,
        @Nullable ProblemType problemType,
        @Nullable String objectiveMetric,
        @Nullable Integer minRows,
        @Nullable Long maxBytes,
        @Nullable Long seed,
        @Nullable Integer folds,
        @Nullable Integer maxCandidates,
        @Nullable Double maxRuntimeSeconds,
        @Nullable Double maxRuntimePerTrialSeconds,
        @Nullable Integer threads,
        @Nullable String groupColumn,
        @Nullable String timeColumn,
        @Nullable String sampleWeightColumn,
        @Nullable List<String> featureColumns,
        @Nullable Double validationFraction,
        @Nullable Long trainingRows,
        @Nullable Map<String, ColumnType> featureTypes) {

    private static final int DEFAULT_MIN_ROWS = 1000;
    private static final long DEFAULT_MAX_BYTES = 1L << 30;
    private static final int DEFAULT_FOLDS = 5;

    /** Whether a column may be a feature, as far as the caller says: all may when none is named. */
    public boolean mayUse(String column) {
        return featureColumns == null || featureColumns.isEmpty() || featureColumns.contains(column);
    }

    /** What a column is to be read as, if the caller says so. */
    public @Nullable ColumnType typeOf(String column) {
        return featureTypes == null ? null : featureTypes.get(column);
    }

    /** Whether candidates are measured on rows that are held out, instead of fold by fold. */
    public boolean holdsOut() {
        return validationFraction != null || trainingRows != null;
    }

    public int minimumRows() {
        return minRows == null ? DEFAULT_MIN_ROWS : minRows;
    }

    public long maximumBytes() {
        return maxBytes == null ? DEFAULT_MAX_BYTES : maxBytes;
    }

    public long seedOrZero() {
        return seed == null ? 0 : seed;
    }

    public int foldCount() {
        return folds == null ? DEFAULT_FOLDS : folds;
    }

    public int threadCount() {
        return threads == null || threads < 1 ? Runtime.getRuntime().availableProcessors() : threads;
    }
}
