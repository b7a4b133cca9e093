package dev.atelier.autopilot.service.job;

import org.jspecify.annotations.Nullable;

/** The state of a job; each state offers only its legal moves. Names are SageMaker's. */
public sealed interface JobLifecycle {
    /** The name on the wire. */
    String status();

    /** The finer name on the wire. */
    String secondaryStatus();

    /** Why it failed; null unless it did. */
    default @Nullable String failureReason() {
        return null;
    }

    /** A job that is not finished. */
    sealed interface Open extends JobLifecycle {}

    /** A job that is finished for good. */
    sealed interface Ended extends JobLifecycle {}

    /** It works. */
    record InProgress(Step step) implements Open {
        /** Goes on to a later step. */
        public InProgress next(Step later) {
            if (later.compareTo(step) < 0) {
                throw new IllegalStateException("A job does not go back from " + step + " to " + later);
            }
            return new InProgress(later);
        }

        /** It is done. */
        public Completed complete(Completion completion) {
            return new Completed(completion);
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
        public String status() {
            return "InProgress";
        }

        @Override
        public String secondaryStatus() {
            return step.label();
        }
    }

    /** It is being ended; what is finished is kept. */
    record Stopping() implements Open {
        /** Nothing of it runs any more. */
        public Stopped stopped() {
            return new Stopped();
        }

        @Override
        public String status() {
            return "Stopping";
        }

        @Override
        public String secondaryStatus() {
            return "Stopping";
        }
    }

    /** It ended on request. */
    record Stopped() implements Ended {
        @Override
        public String status() {
            return "Stopped";
        }

        @Override
        public String secondaryStatus() {
            return "Stopped";
        }
    }

    /** It ended with at least one candidate. */
    record Completed(Completion completion) implements Ended {
        @Override
        public String status() {
            return "Completed";
        }

        @Override
        public String secondaryStatus() {
            return completion.label();
        }
    }

    /** It ended without a candidate. */
    record Failed(String reason) implements Ended {
        @Override
        public String status() {
            return "Failed";
        }

        @Override
        public String secondaryStatus() {
            return "Failed";
        }

        @Override
        public String failureReason() {
            return reason;
        }
    }

    /** What ended a job that completed. */
    enum Completion {
        /** Everything planned was tried. */
        PLAN_FINISHED("Completed"),
        /** The limit on the number of candidates. */
        MAX_CANDIDATES("MaxCandidatesReached"),
        /** The limit on the runtime. */
        MAX_RUNTIME("MaxAutoMLJobRuntimeReached");

        private final String label;

        Completion(String label) {
            this.label = label;
        }

        /** The name on the wire. */
        public String label() {
            return label;
        }
    }

    /** Reads a state back from its names. */
    static JobLifecycle of(String status, String secondaryStatus, @Nullable String failureReason) {
        return switch (status) {
            case "InProgress" -> new InProgress(Step.ofLabel(secondaryStatus));
            case "Stopping" -> new Stopping();
            case "Stopped" -> new Stopped();
            case "Failed" -> new Failed(String.valueOf(failureReason));
            case "Completed" -> {
                for (Completion completion : Completion.values()) {
                    if (completion.label().equals(secondaryStatus)) {
                        yield new Completed(completion);
                    }
                }
                throw new IllegalStateException("Unknown completion " + secondaryStatus);
            }
            default -> throw new IllegalStateException("Unknown job status " + status);
        };
    }
}
