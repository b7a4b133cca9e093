package dev.atelier.autopilot.service.engine;

/** How a process ended. */
public sealed interface Exit {
    /** The offset of signals in exit codes, as shells have it. */
    int SIGNAL_OFFSET = 128;

    /** In words that finish the sentence "The process …". */
    String describe();

    /** With an exit code of its own. */
    record Code(int code) implements Exit {
        @Override
        public String describe() {
            return "ended with exit code " + code;
        }
    }

    /** Through a signal: killed, or crashed natively. */
    record Signal(int number) implements Exit {
        @Override
        public String describe() {
            String name = switch (number) {
                case 4 -> " (SIGILL)";
                case 6 -> " (SIGABRT)";
                case 7 -> " (SIGBUS)";
                case 9 -> " (SIGKILL)";
                case 11 -> " (SIGSEGV)";
                case 15 -> " (SIGTERM)";
                default -> "";
            };
            return "was killed by signal %d%s, exit code %d".formatted(number, name, SIGNAL_OFFSET + number);
        }
    }

    /** It is gone and nobody saw how: killed together with what watches it, or the machine went down. */
    record Unknown() implements Exit {
        @Override
        public String describe() {
            return "was killed together with its process group, or the machine restarted; no exit code was recorded";
        }
    }

    /** What an exit code says. */
    static Exit of(int code) {
        return code > SIGNAL_OFFSET && code < SIGNAL_OFFSET + 65 ? new Signal(code - SIGNAL_OFFSET) : new Code(code);
    }
}
