package dev.atelier.autopilot.worker;

/** The truth about how a process ended; other codes come from signals. */
enum ExitCode {
    DONE(0),
    INTERNAL(1),
    USAGE(2),
    REFUSED(3),
    DEADLINE(4),
    NOT_READY(5),
    OUT_OF_MEMORY(6);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
