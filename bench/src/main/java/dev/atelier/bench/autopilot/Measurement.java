package dev.atelier.bench.autopilot;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * One method on one fold: what a file of results holds.
 *
 * @param version our commit, or the peer's pinned package
 * @param started ISO instant
 * @param score null when it failed
 * @param seconds that learning took; 0 when it failed
 * @param usage of the machine meanwhile; null where it cannot be seen
 * @param row how long one row takes at what serves it; null where that is not measured
 * @param details what the method itself said of its run
 * @param failure why it failed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Measurement(
        Terms terms,
        String set,
        String metric,
        int fold,
        int folds,
        String method,
        String version,
        String started,
        @Nullable Double score,
        double seconds,
        @Nullable Usage usage,
        @Nullable SingleRow row,
        @Nullable JsonNode details,
        @Nullable String failure) {

    /** Whether others took more of the processors than is noise. */
    boolean disturbed() {
        return usage != null && usage.otherCores() > Usage.QUIET_CORES;
    }
}
