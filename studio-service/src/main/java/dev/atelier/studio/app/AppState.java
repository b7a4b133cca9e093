package dev.atelier.studio.app;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The life of an app: Pending, InService, Deleting, Deleted, or Failed. Only the legal moves are methods. */
public sealed interface AppState {
    /** As on the wire. */
    String status();

    /** Since when it answers; null if it never did. */
    @Nullable
    Instant inServiceTime();

    /** When it ended; null before. */
    @Nullable
    Instant endTime();

    /** Why it failed; null unless it did. */
    default @Nullable String failureReason() {
        return null;
    }

    /** Why it was ended when its owner did not ask for it; null otherwise. */
    default @Nullable String endReason() {
        return null;
    }

    /** Whether it holds its place on an instance. */
    default boolean live() {
        return switch (this) {
            case Pending _, InService _, Deleting _ -> true;
            case Deleted _, Failed _ -> false;
        };
    }

    /** Asked for, or starting. */
    record Pending() implements AppState {
        @Override
        public String status() {
            return "Pending";
        }

        @Override
        public @Nullable Instant inServiceTime() {
            return null;
        }

        @Override
        public @Nullable Instant endTime() {
            return null;
        }

        public InService inService(Instant now) {
            return new InService(now);
        }

        public Deleting delete(@Nullable String endReason) {
            return new Deleting(null, endReason);
        }

        public Failed fail(String reason, Instant now) {
            return new Failed(null, now, reason);
        }
    }

    /** Answers. */
    record InService(Instant inServiceTime) implements AppState {
        @Override
        public String status() {
            return "InService";
        }

        @Override
        public @Nullable Instant endTime() {
            return null;
        }

        public Deleting delete(@Nullable String endReason) {
            return new Deleting(inServiceTime, endReason);
        }

        public Failed fail(String reason, Instant now) {
            return new Failed(inServiceTime, now, reason);
        }
    }

    /** Being ended. */
    record Deleting(
            @Nullable Instant inServiceTime, @Nullable String endReason) implements AppState {
        @Override
        public String status() {
            return "Deleting";
        }

        @Override
        public @Nullable Instant endTime() {
            return null;
        }

        public Deleted deleted(Instant now) {
            return new Deleted(inServiceTime, now, endReason);
        }
    }

    /** Ended because somebody asked for it, or nobody used it. */
    record Deleted(
            @Nullable Instant inServiceTime,
            Instant endTime,
            @Nullable String endReason) implements AppState {
        @Override
        public String status() {
            return "Deleted";
        }
    }

    /** Ended by itself, or never came up. */
    record Failed(@Nullable Instant inServiceTime, Instant endTime, String reason) implements AppState {
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
    static AppState of(
            String status,
            @Nullable Instant inServiceTime,
            @Nullable Instant endTime,
            @Nullable String failureReason,
            @Nullable String endReason) {
        return switch (status) {
            case "Pending" -> new Pending();
            case "InService" -> new InService(present(inServiceTime));
            case "Deleting" -> new Deleting(inServiceTime, endReason);
            case "Deleted" -> new Deleted(inServiceTime, present(endTime), endReason);
            case "Failed" -> new Failed(inServiceTime, present(endTime), failureReason == null ? "" : failureReason);
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
