package dev.atelier.studio.kernel;

import java.util.List;

/** Names of Linux's signals. */
final class Signals {
    private static final List<String> NAMES = List.of(
            "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM",
            "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF",
            "WINCH", "IO", "PWR", "SYS");

    private Signals() {}

    /** {@code SIGKILL} for 9; a number that has no name of its own is {@code SIG40}. */
    static String name(int signal) {
        return "SIG" + (signal >= 1 && signal <= NAMES.size() ? NAMES.get(signal - 1) : signal);
    }
}
