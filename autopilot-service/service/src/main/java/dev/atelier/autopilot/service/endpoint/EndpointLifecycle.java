package dev.atelier.autopilot.service.endpoint;

import org.jspecify.annotations.Nullable;

/** The state of an endpoint; each state offers only its legal moves. Names are SageMaker's. */
public sealed interface EndpointLifecycle {
    /** The name on the wire. */
    String status();

    /** Why it, or its last update, failed; null unless one did. */
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
            return new InService(null);
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

    /**
     * It answers, or a worker is being started again; each worker is billed while it runs.
     *
     * @param failureReason why the last update was rolled back; null when it was not
     */
    record InService(@Nullable String failureReason) implements Deletable {
        /** Somebody wants another configuration. */
        public Updating update() {
            return new Updating();
        }

        /** Its workers do not stay up. */
        public Failed fail(String reason) {
            return new Failed(reason);
        }

        @Override
        public String status() {
            return "InService";
        }
    }

    /** The old configuration answers, the new one starts or is tried on a share of the requests. */
    record Updating() implements Deletable {
        /** The new configuration takes all requests. */
        public InService inService() {
            return new InService(null);
        }

        /** The new configuration does not do. */
        public RollingBack rollBack(String reason) {
            return new RollingBack(reason);
        }

        @Override
        public String status() {
            return "Updating";
        }
    }

    /** The old configuration takes all requests again, the workers of the new one end. */
    record RollingBack(String reason) implements Deletable {
        /** Nothing of the new configuration runs. */
        public InService inService() {
            return new InService(reason);
        }

        @Override
        public String status() {
            return "RollingBack";
        }

        @Override
        public String failureReason() {
            return reason;
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
            case "InService" -> new InService(failureReason);
            case "Updating" -> new Updating();
            case "RollingBack" -> new RollingBack(String.valueOf(failureReason));
            case "Failed" -> new Failed(String.valueOf(failureReason));
            case "Deleting" -> new Deleting();
            case "Deleted" -> new Deleted();
            default -> throw new IllegalStateException("Unknown endpoint status " + status);
        };
    }
}
