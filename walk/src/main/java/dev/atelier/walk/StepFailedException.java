package dev.atelier.walk;

/** A step did not do what it promises; the message says what was expected and what came. */
public final class StepFailedException extends RuntimeException {
    public StepFailedException(String message) {
        super(message);
    }

    public StepFailedException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Fails the step unless the condition holds. */
    public static void require(boolean condition, String message) {
        if (!condition) {
            throw new StepFailedException(message);
        }
    }
}
