package dev.atelier.autopilot.service.monitor;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something that happened to a monitor; its events are numbered from 1 without gaps. */
public record MonitorEvent(long id, Instant time, Type type, Payload payload) {
    /** What happened. */
    public enum Type {
        /** It runs at its times again, or no more. */
        SCHEDULE("schedule"),
        /** A run is in another state. */
        RUN("run"),
        /** A run found that a constraint is violated. */
        VIOLATION("violation"),
        /** It is in alert, or no more. */
        ALERT("alert");

        private final String label;

        Type(String label) {
            this.label = label;
        }

        /** The name on the wire. */
        public String label() {
            return label;
        }
    }

    /**
     * The facts; absent ones are null.
     *
     * @param status of the schedule, the run, or the alert
     * @param violations how many a run found in all
     * @param featureName the column that violates; for quality the metric
     * @param constraintCheckType as in {@code constraint_violations.json}
     * @param message why a run failed, or what is violated
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Payload(
            @Nullable String status,
            @Nullable String monitoringExecutionId,
            @Nullable Integer violations,
            @Nullable String featureName,
            @Nullable String constraintCheckType,
            @Nullable String message) {
        static final Payload EMPTY = new Payload(null, null, null, null, null, null);

        static Payload ofSchedule(String status) {
            return new Payload(status, null, null, null, null, null);
        }

        static Payload ofRun(String executionId, ExecutionState state) {
            Integer violations = state instanceof ExecutionState.Ended ? state.violations() : null;
            return new Payload(state.label(), executionId, violations, null, null, state.failureReason());
        }

        static Payload ofViolation(String executionId, MonitorFiles.Violation found) {
            return new Payload(
                    null, executionId, null, found.featureName(), found.constraintCheckType(), found.description());
        }

        static Payload ofAlert(String status, String executionId) {
            return new Payload(status, executionId, null, null, null, null);
        }
    }
}
