package dev.atelier.autopilot.worker.job;

import org.jspecify.annotations.Nullable;

/** A step ends without a result, for a known reason. */
public final class StepException extends RuntimeException {

    private final Failure.Code code;

    public StepException(Failure.Code code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public StepException(Failure.Code code, String message) {
        this(code, message, null);
    }

    public Failure.Code code() {
        return code;
    }
}
