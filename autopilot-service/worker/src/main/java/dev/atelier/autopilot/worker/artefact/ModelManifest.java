package dev.atelier.autopilot.worker.artefact;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.atelier.autopilot.worker.data.InputColumn;
import dev.atelier.autopilot.worker.job.ProblemType;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * {@code manifest.json}: all of a model but its parts. It holds no time and no path, so that equal models have equal bytes.
 *
 * @param algorithm the learner's name, or {@code WeightedEnsemble}
 * @param classes labels in order, the positive one last; empty for regression
 * @param threshold of a binary decision
 * @param columns what a scoring request has, in the order of a row without header
 * @param temperature by which an ensemble's probabilities are calibrated; null for none
 * @param parts fold models of a bag, or members of an ensemble
 */
public record ModelManifest(
        String format,
        int version,
        Kind kind,
        String name,
        String algorithm,
        ProblemType problemType,
        String objectiveMetric,
        String target,
        List<String> classes,
        @Nullable Double threshold,
        @Nullable Double temperature,
        List<InputColumn> columns,
        List<Part> parts) {

    public static final String FORMAT = "atelier-model";
    public static final int VERSION = 1;

    /** How the parts make a prediction. */
    public enum Kind {
        BAG,
        ENSEMBLE;

        @JsonValue
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A part: its entry or its directory in the archive, and its weight. */
    public record Part(String entry, double weight) {}

    /** Columns of a prediction. */
    public int outputs() {
        return problemType.outputs(classes.size());
    }
}
