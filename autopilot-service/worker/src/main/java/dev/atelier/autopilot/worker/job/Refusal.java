package dev.atelier.autopilot.worker.job;

/** {@code refusal.json}: why a data set or a request cannot be used, in words that can be shown to the user. */
public record Refusal(int version, Code code, String field, String message) {

    /** The error codes of the catalogue that a worker can raise. */
    public enum Code {
        DATASET_NOT_CSV("dataset-not-csv"),
        DATASET_TOO_FEW_ROWS("dataset-too-few-rows"),
        DATASET_INVALID("dataset-invalid"),
        TARGET_NOT_FOUND("target-not-found"),
        TARGET_INVALID("target-invalid"),
        VALIDATION("validation");

        private final String label;

        Code(String label) {
            this.label = label;
        }

        @com.fasterxml.jackson.annotation.JsonValue
        public String label() {
            return label;
        }
    }

    public Refusal(Code code, String field, String message) {
        this(1, code, field, message);
    }
}
