package dev.atelier.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** A process by pid and start time, so that another process which got the same pid later is never taken for it. */
public record ProcessId(long pid, long startMillis) {
    /** The kernel reports start times relative to the boot time, which moves a little when the clock is set. */
    private static final long TOLERANCE_MILLIS = 2000;

    public static ProcessId of(ProcessHandle handle) {
        return new ProcessId(
                handle.pid(),
                handle.info().startInstant().map(Instant::toEpochMilli).orElse(0L));
    }

    public static ProcessId self() {
        return of(ProcessHandle.current());
    }

    /** The process, when it still runs. */
    public Optional<ProcessHandle> find() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(this::same)
                .filter(handle -> !zombie(pid));
    }

    public boolean alive() {
        return find().isPresent();
    }

    private boolean same(ProcessHandle handle) {
        return handle.info()
                .startInstant()
                .map(start -> Math.abs(start.toEpochMilli() - startMillis) <= TOLERANCE_MILLIS)
                .orElse(startMillis == 0);
    }

    /** A process which ended but which nobody has reaped counts as gone. */
    static boolean zombie(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) == 'Z';
        } catch (IOException | IndexOutOfBoundsException _) {
            return false;
        }
    }
}
