package dev.atelier.autopilot.service.experiment;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A step of a candidate, which its experiment keeps as a trial component.
 *
 * @param status "Completed", "Failed" or "Stopped"
 */
public record CandidateStep(
        Kind kind,
        String trialComponentName,
        @Nullable String status,
        @Nullable Instant startTime,
        @Nullable Instant endTime) {
    /** What a step does, in order. */
    public enum Kind {
        /** The analysis of the table, which all candidates of a job share. */
        PROCESSING("processing"),
        /** The fit of its folds. */
        TRAINING("training"),
        /** Its metrics. */
        EVALUATION("evaluation");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** The name on the wire, and in the name of the component. */
        public String label() {
            return label;
        }
    }
}
