package dev.atelier.studio.instance;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The life of an instance: Pending, Running, Stopping, Stopped, or Failed. Only the legal moves are methods. What it is billed for
 * lies between {@link #startTime} and {@link #endTime}.
 */
public sealed interface InstanceState {
    /** As on the wire. */
    String status();

    /** Since when it runs; null if it never did. */
    @Nullable
    Instant startTime();

    /** When its last app ended; null before. */
    @Nullable
    Instant endTime();

    /** Why it failed; null unless it did. */
    default @Nullable String failureReason() {
        return null;
    }

    /** Asked for. */
    record Pending() implements InstanceState {
        @Override
        public String status() {
            return "Pending";
        }

        @Override
        public @Nullable Instant startTime() {
            return null;
        }

        @Override
        public @Nullable Instant endTime() {
            return null;
        }

        public Running running(Instant now) {
            return new Running(now);
        }

        /** Its last app ended before it ran. */
        public Stopping stop(Instant now) {
            return new Stopping(null, now);
        }

        public Failed fail(String reason, Instant now) {
            return new Failed(null, now, reason);
        }
    }

    /** Apps can be on it; it is charged. */
    record Running(Instant startTime) implements InstanceState {
        @Override
        public String status() {
            return "Running";
        }

        @Override
        public @Nullable Instant endTime() {
            return null;
        }

        public Stopping stop(Instant now) {
            return new Stopping(startTime, later(startTime, now));
        }

        public Failed fail(String reason, Instant now) {
            return new Failed(startTime, later(startTime, now), reason);
        }

        private static Instant later(Instant one, Instant other) {
            return one.isAfter(other) ? one : other;
        }
    }

    /** No app is left; the engine takes it away. It is not charged any more. */
    record Stopping(@Nullable Instant startTime, Instant endTime) implements InstanceState {
        @Override
        public String status() {
            return "Stopping";
        }

        public Stopped stopped() {
            return new Stopped(startTime, endTime);
        }
    }

    /** Gone. */
    record Stopped(@Nullable Instant startTime, Instant endTime) implements InstanceState {
        @Override
        public String status() {
            return "Stopped";
        }
    }

    /** Gone, and not because somebody asked for it. */
    record Failed(@Nullable Instant startTime, Instant endTime, String reason) implements InstanceState {
        @Override
        public String status() {
            return "Failed";
        }

        @Override
        public String failureReason() {
            return reason;
        }
    }

    /** Reads what was written. */
    static InstanceState of(
            String status, @Nullable Instant startTime, @Nullable Instant endTime, @Nullable String failureReason) {
        return switch (status) {
            case "Pending" -> new Pending();
            case "Running" -> new Running(present(startTime));
            case "Stopping" -> new Stopping(startTime, present(endTime));
            case "Stopped" -> new Stopped(startTime, present(endTime));
            case "Failed" -> new Failed(startTime, present(endTime), failureReason == null ? "" : failureReason);
            default -> throw new IllegalArgumentException("unknown status " + status);
        };
    }

    private static Instant present(@Nullable Instant time) {
        if (time == null) {
            throw new IllegalStateException("the time of a transition is missing");
        }
        return time;
    }
}
