package dev.atelier.autopilot.worker.serve;

/** Rows that cannot be scored; the message names row and column. */
public final class InputException extends RuntimeException {

    public InputException(String message) {
        super(message);
    }

    public InputException(String message, Throwable cause) {
        super(message, cause);
    }
}
