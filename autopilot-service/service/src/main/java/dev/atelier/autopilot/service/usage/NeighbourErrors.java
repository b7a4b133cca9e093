package dev.atelier.autopilot.service.usage;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.GrpcErrors;

/** What another service's failure means to our caller: what he can mend is passed on, the rest is that service being away. */
public final class NeighbourErrors {
    private NeighbourErrors() {}

    /**
     * Translates a failed call.
     *
     * @param service the name of the other service, for example "Studio"
     */
    public static AtelierException translate(String service, Throwable thrown) {
        AtelierException error = GrpcErrors.toAtelier(thrown);
        return switch (error.code()) {
            case UNAUTHENTICATED, METHOD_NOT_ALLOWED, INTERNAL, UNAVAILABLE, DEADLINE_EXCEEDED ->
                AtelierException.unavailable("%s does not answer. Try again in a moment.".formatted(service), thrown);
            default -> error;
        };
    }
}
