package dev.atelier.autopilot.service.monitor;

import org.jspecify.annotations.Nullable;

/** How far a run of a monitor is; each state offers only its legal moves. Names are SageMaker's. */
public sealed interface ExecutionState {
    /** The name on the wire. */
    String label();

    /** How many constraints were violated. */
    default int violations() {
        return 0;
    }

    /** Why it failed; null unless it did. */
    default @Nullable String failureReason() {
        return null;
    }

    /** A run that has not ended. */
    sealed interface Open extends ExecutionState {
        /** It cannot go on. */
        default Failed fail(String reason) {
            return new Failed(reason);
        }
    }

    /** A run that has ended for good. */
    sealed interface Ended extends ExecutionState {}

    /** It waits for a worker. */
    record Pending() implements Open {
        /** The worker runs. */
        public InProgress begin() {
            return new InProgress();
        }

        @Override
        public String label() {
            return "Pending";
        }
    }

    /** The worker runs. */
    record InProgress() implements Open {
        /** The worker has its result. */
        public Ended complete(int violations) {
            return violations == 0 ? new Completed() : new CompletedWithViolations(violations);
        }

        @Override
        public String label() {
            return "InProgress";
        }
    }

    /** Nothing was found. */
    record Completed() implements Ended {
        @Override
        public String label() {
            return "Completed";
        }
    }

    /** Something was found. */
    record CompletedWithViolations(int violations) implements Ended {
        @Override
        public String label() {
            return "CompletedWithViolations";
        }
    }

    /** It could not look. */
    record Failed(String reason) implements Ended {
        @Override
        public String label() {
            return "Failed";
        }

        @Override
        public String failureReason() {
            return reason;
        }
    }

    /** Reads a state back from its columns. */
    static ExecutionState of(String label, int violations, @Nullable String failureReason) {
        return switch (label) {
            case "Pending" -> new Pending();
            case "InProgress" -> new InProgress();
            case "Completed" -> new Completed();
            case "CompletedWithViolations" -> new CompletedWithViolations(violations);
            case "Failed" -> new Failed(String.valueOf(failureReason));
            default -> throw new IllegalStateException("Unknown execution status " + label);
        };
    }
}
