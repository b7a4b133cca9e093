package dev.atelier.studio.tenancy;

import dev.atelier.api.error.AtelierException;
import org.jspecify.annotations.Nullable;

/** The life of a domain, a user profile or a space: Pending, InService or Failed, Deleting, gone. Only the legal moves are methods. */
public sealed interface TenancyState {
    /** As on the wire. */
    String status();

    /** Why it failed; null unless it did. */
    default @Nullable String failureReason() {
        return null;
    }

    /** Asked for; its place in the home volume is being made. */
    record Pending() implements TenancyState {
        @Override
        public String status() {
            return "Pending";
        }

        public InService inService() {
            return new InService();
        }

        public Failed fail(String reason) {
            return new Failed(reason);
        }

        public Deleting delete() {
            return new Deleting();
        }
    }

    /** Can be used. */
    record InService() implements TenancyState {
        @Override
        public String status() {
            return "InService";
        }

        public Deleting delete() {
            return new Deleting();
        }
    }

    /** Going; nothing can be made in it any more. */
    record Deleting() implements TenancyState {
        @Override
        public String status() {
            return "Deleting";
        }
    }

    /** Could not be made; it can only be deleted. */
    record Failed(String reason) implements TenancyState {
        @Override
        public String status() {
            return "Failed";
        }

        @Override
        public String failureReason() {
            return reason;
        }

        public Deleting delete() {
            return new Deleting();
        }
    }

    /** Where a delete leads to from any state. */
    default Deleting deleting() {
        return switch (this) {
            case Pending pending -> pending.delete();
            case InService inService -> inService.delete();
            case Failed failed -> failed.delete();
            case Deleting deleting -> deleting;
        };
    }

    /** Refuses a change unless it is InService, as SageMaker does. */
    default void requireChangeable(String kind, String id) {
        switch (this) {
            case InService _ -> {}
            case Pending _, Deleting _, Failed _ ->
                throw AtelierException.inUse(
                        "The %s '%s' is %s; only one that is InService can be changed.".formatted(kind, id, status()));
        }
    }

    /** Refuses to have something made in it unless it is InService. */
    default void requireUsable(String kind, String id) {
        switch (this) {
            case InService _ -> {}
            case Pending _ ->
                throw AtelierException.notReady(
                        "The %s '%s' is Pending; wait until it is InService.".formatted(kind, id));
            case Deleting _, Failed _ ->
                throw AtelierException.conflict("The %s '%s' is %s.".formatted(kind, id, status()));
        }
    }

    /** Refuses to have something made in it unless it is InService or about to be. */
    default void requireOpen(String kind, String id) {
        switch (this) {
            case Pending _, InService _ -> {}
            case Deleting _, Failed _ ->
                throw AtelierException.conflict("The %s '%s' is %s.".formatted(kind, id, status()));
        }
    }

    /** Reads what {@link #status} and {@link #failureReason} wrote. */
    static TenancyState of(String status, @Nullable String failureReason) {
        return switch (status) {
            case "Pending" -> new Pending();
            case "InService" -> new InService();
            case "Deleting" -> new Deleting();
            case "Failed" -> new Failed(failureReason == null ? "" : failureReason);
            default -> throw new IllegalArgumentException("unknown status " + status);
        };
    }
}
