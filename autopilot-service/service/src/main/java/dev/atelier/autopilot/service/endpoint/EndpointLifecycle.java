package dev.atelier.autopilot.service.endpoint;

import org.jspecify.annotations.Nullable;

/** The state of an endpoint; each state offers only its legal moves. Names are SageMaker's. */
public sealed interface EndpointLifecycle {
    /** The name on the wire. */
    String status();

    /** Why it failed; null unless it did. */
    default @Nullable String failureReason() {
        return null;
    }

    /** A state from which an endpoint can be deleted. */
    sealed interface Deletable extends EndpointLifecycle {
        /** Somebody asked it to go. */
        default Deleting delete() {
            return new Deleting();
        }
    }

    /** Its worker starts. Nothing is billed. */
    record Creating() implements Deletable {
        /** Its worker answers. */
        public InService inService() {
            return new InService();
        }

        /** Its worker does not come up. */
        public Failed fail(String reason) {
            return new Failed(reason);
        }

        @Override
        public String status() {
            return "Creating";
        }
    }

    /** It answers, or its worker is being started again; it is billed while its worker runs. */
    record InService() implements Deletable {
        /** Its worker does not stay up. */
        public Failed fail(String reason) {
            return new Failed(reason);
        }

        @Override
        public String status() {
            return "InService";
        }
    }

    /** Nothing of it runs. */
    record Failed(String reason) implements Deletable {
        @Override
        public String status() {
            return "Failed";
        }

        @Override
        public String failureReason() {
            return reason;
        }
    }

    /** It is being ended. */
    record Deleting() implements EndpointLifecycle {
        /** Nothing of it is left. */
        public Deleted deleted() {
            return new Deleted();
        }

        @Override
        public String status() {
            return "Deleting";
        }
    }

    /** It is gone; its name is free. */
    record Deleted() implements EndpointLifecycle {
        @Override
        public String status() {
            return "Deleted";
        }
    }

    /** Reads a state back from its name. */
    static EndpointLifecycle of(String status, @Nullable String failureReason) {
        return switch (status) {
            case "Creating" -> new Creating();
            case "InService" -> new InService();
            case "Failed" -> new Failed(String.valueOf(failureReason));
            case "Deleting" -> new Deleting();
            case "Deleted" -> new Deleted();
            default -> throw new IllegalStateException("Unknown endpoint status " + status);
        };
    }
}
