package dev.atelier.local;

/** Something that the person at the terminal must know or do; the message is printed as it is, without a stack trace. */
public final class LauncherException extends RuntimeException {
    public LauncherException(String message) {
        super(message);
    }

    public LauncherException(String message, Throwable cause) {
        super(message, cause);
    }
}
