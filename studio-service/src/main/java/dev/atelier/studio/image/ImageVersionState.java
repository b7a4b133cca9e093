package dev.atelier.studio.image;

import org.jspecify.annotations.Nullable;

/** The life of an image version: Creating, Created or CreateFailed, Deleting, gone. Only the legal moves are methods. */
public sealed interface ImageVersionState {
    /** As on the wire, in SageMaker's words. */
    String status();

    /** Why it failed; null unless it did. */
    default @Nullable String failureReason() {
        return null;
    }

    /** Its environment is being built. */
    record Creating() implements ImageVersionState {
        @Override
        public String status() {
            return "CREATING";
        }

        public Created created() {
            return new Created();
        }

        public CreateFailed fail(String reason) {
            return new CreateFailed(reason);
        }

        public Deleting delete() {
            return new Deleting();
        }
    }

    /** Apps can run on it. */
    record Created() implements ImageVersionState {
        @Override
        public String status() {
            return "CREATED";
        }

        /** Its environment was lost, or what that was built on. */
        public Creating rebuild() {
            return new Creating();
        }

        public Deleting delete() {
            return new Deleting();
        }
    }

    /** Could not be built; it can only be deleted. */
    record CreateFailed(String reason) implements ImageVersionState {
        @Override
        public String status() {
            return "CREATE_FAILED";
        }

        @Override
        public String failureReason() {
            return reason;
        }

        public Deleting delete() {
            return new Deleting();
        }
    }

    /** Its environment is being taken away. */
    record Deleting() implements ImageVersionState {
        @Override
        public String status() {
            return "DELETING";
        }
    }

    /** Where a delete leads to from any state. */
    default Deleting deleting() {
        return switch (this) {
            case Creating creating -> creating.delete();
            case Created created -> created.delete();
            case CreateFailed failed -> failed.delete();
            case Deleting deleting -> deleting;
        };
    }

    /** Reads what {@link #status} and {@link #failureReason} wrote. */
    static ImageVersionState of(String status, @Nullable String failureReason) {
        return switch (status) {
            case "CREATING" -> new Creating();
            case "CREATED" -> new Created();
            case "CREATE_FAILED" -> new CreateFailed(failureReason == null ? "" : failureReason);
            case "DELETING" -> new Deleting();
            default -> throw new IllegalArgumentException("unknown status " + status);
        };
    }
}
