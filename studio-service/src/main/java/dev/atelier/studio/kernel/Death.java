package dev.atelier.studio.kernel;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a kernel's process ended.
 *
 * @param reason a sentence for people
 * @param exitCode 0 to 255; null unless the process ended by itself
 * @param signal its name, {@code SIGKILL}; null unless a signal ended the process
 */
public record Death(
        Cause cause,
        String reason,
        @Nullable Integer exitCode,
        @Nullable String signal) {
    /** The kinds of end. */
    public enum Cause {
        /** It was killed because the system, or its instance, ran out of memory. */
        OUT_OF_MEMORY,
        /** A signal ended it. */
        SIGNAL,
        /** It ended by itself, with an exit code. */
        EXIT,
        /** The app that it lived in ended, and it with it. */
        APP_ENDED,
        /** Somebody shut it down. */
        SHUT_DOWN,
        /** Nobody saw how it ended. */
        UNKNOWN;

        /** The name in interfaces and in the database: {@code out-of-memory}. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Optional<Cause> ofWireName(@Nullable String name) {
            return Arrays.stream(values())
                    .filter(cause -> cause.wireName().equals(name))
                    .findFirst();
        }
    }

    static Death unknown() {
        return new Death(Cause.UNKNOWN, "Its process ended; how is not known.", null, null);
    }

    static Death appEnded(String reason) {
        return new Death(Cause.APP_ENDED, reason, null, null);
    }

    static Death shutDown() {
        return shutDown("It was shut down.");
    }

    static Death shutDown(String reason) {
        return new Death(Cause.SHUT_DOWN, reason, null, null);
    }

    static Death outOfMemory() {
        return outOfMemory("It ran out of memory: the system killed its process with signal 9 (SIGKILL).");
    }

    static Death outOfMemory(String reason) {
        return new Death(Cause.OUT_OF_MEMORY, reason, null, "SIGKILL");
    }

    static Death exit(int code) {
        return new Death(Cause.EXIT, "Its process ended with exit code " + code + ".", code, null);
    }

    static Death signal(int number) {
        String name = Signals.name(number);
        String reason = switch (name) {
            case "SIGKILL" -> "Its process was killed by signal 9 (SIGKILL). The machine did not run out of memory.";
            case "SIGSEGV", "SIGBUS", "SIGILL", "SIGFPE" ->
                "Its process crashed with signal " + number + " (" + name + ").";
            case "SIGABRT" -> "Its process aborted with signal 6 (SIGABRT).";
            default -> "Its process was ended by signal " + number + " (" + name + ").";
        };
        return new Death(Cause.SIGNAL, reason, null, name);
    }

    /** What a status as {@code waitpid} gives it means, when memory did not run out. */
    static Death ofWaitStatus(int status) {
        int signal = status & 0x7f;
        return signal == 0 ? exit(status >> 8 & 0xff) : signal(signal);
    }
}
