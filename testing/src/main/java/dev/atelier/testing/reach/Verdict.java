package dev.atelier.testing.reach;

import io.grpc.Status;

/** How a request ended, over whichever protocol. */
public enum Verdict {
    ALLOWED,
    /** Nobody knows who asks: 401. */
    UNAUTHENTICATED,
    /** It is somebody else's, and the request named that one: 403. */
    DENIED,
    /** It is somebody else's, and whether it exists is not said: 404. */
    HIDDEN,
    /** The caller may, but not now: 409 or 503. */
    NOT_NOW,
    /** Anything else, such as a request that is not valid. */
    OTHER;

    /** Of an HTTP answer. */
    public static Verdict of(int httpStatus) {
        return switch (httpStatus) {
            case 101, 200, 201, 202, 204, 206, 302, 303, 304 -> ALLOWED;
            case 401 -> UNAUTHENTICATED;
            case 403 -> DENIED;
            case 404 -> HIDDEN;
            case 409, 503 -> NOT_NOW;
            default -> OTHER;
        };
    }

    /** Of a gRPC answer. */
    public static Verdict of(Status.Code code) {
        return switch (code) {
            case OK -> ALLOWED;
            case UNAUTHENTICATED -> UNAUTHENTICATED;
            case PERMISSION_DENIED -> DENIED;
            case NOT_FOUND -> HIDDEN;
            case ABORTED, ALREADY_EXISTS, FAILED_PRECONDITION, UNAVAILABLE -> NOT_NOW;
            default -> OTHER;
        };
    }
}
