package dev.atelier.autopilot.worker.monitor;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code monitor.json}.
 *
 * @param model that is or was served
 * @param baseline the table that it has learned from
 * @param input a table with a header; null for captured requests
 * @param captures files of captured requests, as the service writes them
 * @param threshold distance from the baseline up to which a column has not drifted
 * @param baselineMetrics what the model was measured at, with the spread over the folds; for its quality only
 */
public record MonitorRequest(
        Kind kind,
        String model,
        String baseline,
        @Nullable String input,
        List<String> captures,
        double threshold,
        Map<String, Measured> baselineMetrics) {

    /** What is watched; SageMaker's names. */
    public enum Kind {
        /** Types, completeness, values, drift. */
        @JsonProperty("DataQuality")
        DATA_QUALITY,
        /** How good predictions are; the input must have the target. */
        @JsonProperty("ModelQuality")
        MODEL_QUALITY
    }

    /** A metric. */
    public record Measured(double value, double standardDeviation) {}
}
