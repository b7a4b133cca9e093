package dev.atelier.autopilot.worker.job;

import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/** {@code failure.json}: why a step has no result. */
public record Failure(int version, @Nullable Integer trial, Code code, String message) {

    /** Why. */
    public enum Code {
        DEADLINE_EXCEEDED("deadline-exceeded"),
        OUT_OF_MEMORY("out-of-memory"),
        MODEL_ERROR("model-error"),
        NOT_READY("not-ready"),
        INTERNAL("internal");

        private final String label;

        Code(String label) {
            this.label = label;
        }

        @JsonValue
        public String label() {
            return label;
        }
    }

    public Failure(@Nullable Integer trial, Code code, String message) {
        this(1, trial, code, message);
    }
}
