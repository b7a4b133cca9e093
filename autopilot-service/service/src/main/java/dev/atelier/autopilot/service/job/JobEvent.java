package dev.atelier.autopilot.service.job;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something that happened in a job; events of a job are numbered from 1 without gaps. */
public record JobEvent(long id, Instant time, Type type, Payload payload) {
    /** What happened. */
    public enum Type {
        /** The status or secondary status changed. */
        STATUS("status"),
        /** A candidate began or ended. */
        CANDIDATE("candidate"),
        /** A candidate finished a fold. */
        PROGRESS("progress");

        private final String label;

        Type(String label) {
            this.label = label;
        }

        /** The name on the wire. */
        public String label() {
            return label;
        }
    }

    /** The facts; absent ones are null. */
    @RegisterForReflection
    public record Payload(
            @Nullable String status,
            @Nullable String secondaryStatus,
            @Nullable String candidateName,
            @Nullable String algorithm,
            @Nullable Integer fold,
            @Nullable String metric,
            @Nullable Double value,
            @Nullable String message) {
        static Payload ofStatus(JobLifecycle lifecycle) {
            return new Payload(
                    lifecycle.status(),
                    lifecycle.secondaryStatus(),
                    null,
                    null,
                    null,
                    null,
                    null,
                    lifecycle.failureReason());
        }

        static Payload ofCandidate(
                String name,
                String algorithm,
                String status,
                @Nullable String metric,
                @Nullable Double value,
                @Nullable String message) {
            return new Payload(status, null, name, algorithm, null, metric, value, message);
        }

        static Payload ofFold(String name, @Nullable Integer fold, @Nullable String metric, @Nullable Double value) {
            return new Payload(null, null, name, null, fold, metric, value, null);
        }
    }
}
