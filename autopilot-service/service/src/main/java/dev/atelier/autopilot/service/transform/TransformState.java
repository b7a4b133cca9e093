package dev.atelier.autopilot.service.transform;

import org.jspecify.annotations.Nullable;

/** How far a transform is; each state offers only its legal moves. Names are SageMaker's. */
public sealed interface TransformState {
    /** The name on the wire. */
    String label();

    /** Why it failed; null unless it did. */
    default @Nullable String failureReason() {
        return null;
    }

    /** It waits for a worker, or has one. */
    record InProgress() implements TransformState {
        /** All rows are scored. */
        public Completed complete() {
            return new Completed();
        }

        /** It cannot go on. */
        public Failed fail(String reason) {
            return new Failed(reason);
        }

        /** Somebody asked it to end. */
        public Stopping stop() {
            return new Stopping();
        }

        @Override
        public String label() {
            return "InProgress";
        }
    }

    /** It is being ended. */
    record Stopping() implements TransformState {
        /** Nothing of it runs any more. */
        public Stopped stopped() {
            return new Stopped();
        }

        @Override
        public String label() {
            return "Stopping";
        }
    }

    /** A transform that has ended for good. */
    sealed interface Ended extends TransformState {}

    /** All rows are scored. */
    record Completed() implements Ended {
        @Override
        public String label() {
            return "Completed";
        }
    }

    /** It ended on request. */
    record Stopped() implements Ended {
        @Override
        public String label() {
            return "Stopped";
        }
    }

    /** The table could not be scored. */
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
    static TransformState of(String label, @Nullable String failureReason) {
        return switch (label) {
            case "InProgress" -> new InProgress();
            case "Stopping" -> new Stopping();
            case "Stopped" -> new Stopped();
            case "Completed" -> new Completed();
            case "Failed" -> new Failed(String.valueOf(failureReason));
            default -> throw new IllegalStateException("Unknown transform status " + label);
        };
    }
}
