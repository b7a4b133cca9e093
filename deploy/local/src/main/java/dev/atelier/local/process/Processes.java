package dev.atelier.local.process;

import dev.atelier.local.LauncherException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Starts processes that outlive the launcher and ends them for sure. */
public final class Processes {
    private static final Duration POLL = Duration.ofMillis(50);
    /** What a service inherits; everything else it gets is configuration. */
    private static final List<String> INHERITED =
            List.of("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "USER", "LOGNAME");

    private Processes() {}

    /**
     * Starts a process in a session of its own where the system can (a Ctrl-C at the terminal does not reach it), its output
     * appended to a log. Of the launcher's environment it gets only the basics.
     */
    public static Process detached(List<String> command, Map<String, String> environment, Path directory, Path log) {
        List<String> whole = new ArrayList<>();
        executable("setsid").ifPresent(setsid -> whole.add(setsid.toString()));
        whole.addAll(command);
        ProcessBuilder builder =
                new ProcessBuilder(whole).directory(directory.toFile()).redirectErrorStream(true);
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().retainAll(INHERITED);
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new LauncherException("Cannot start " + command.getFirst() + ": " + e.getMessage(), e);
        }
    }

    /** Looks a program up in PATH. */
    public static Optional<Path> executable(String name) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .filter(part -> !part.isEmpty())
                .map(part -> Path.of(part, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Ends processes: asks, waits for the grace time, then kills. Returns when all are gone. */
    public static void end(List<ProcessId> processes, Duration grace) {
        processes.forEach(process -> process.find().ifPresent(ProcessHandle::destroy));
        if (!awaitGone(processes, grace)) {
            processes.forEach(process -> process.find().ifPresent(ProcessHandle::destroyForcibly));
            awaitGone(processes, Duration.ofSeconds(5));
        }
    }

    /**
     * Ends every process of this user which carries a mark in its environment, repeatedly until none is left (one may have
     * started another meanwhile). Only Linux lets one see the environment; elsewhere this does nothing.
     *
     * @param mark tells by one {@code NAME=value} of the environment
     * @return how many processes were ended
     */
    public static int sweep(Predicate<String> mark, Duration grace) {
        int ended = 0;
        for (int round = 0; round < 5; round++) {
            List<ProcessId> marked = marked(mark);
            if (marked.isEmpty()) {
                break;
            }
            ended += marked.size();
            end(marked, round == 0 ? grace : Duration.ZERO);
        }
        return ended;
    }

    /** The living processes, this one aside, which carry a mark in their environment. */
    public static List<ProcessId> marked(Predicate<String> mark) {
        if (!Files.isDirectory(Path.of("/proc/self"))) {
            return List.of();
        }
        long self = ProcessHandle.current().pid();
        return ProcessHandle.allProcesses()
                .filter(handle -> handle.pid() != self)
                .filter(handle -> environmentOf(handle.pid()).stream().anyMatch(mark))
                .map(ProcessId::of)
                .filter(ProcessId::alive)
                .toList();
    }

    private static List<String> environmentOf(long pid) {
        try {
            byte[] block = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "environ"));
            return List.of(new String(block, StandardCharsets.UTF_8).split("\0", -1));
        } catch (IOException _) {
            return List.of();
        }
    }

    private static boolean awaitGone(List<ProcessId> processes, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (processes.stream().anyMatch(ProcessId::alive)) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            pause(POLL);
        }
        return true;
    }

    /** Waits; an interrupt ends the wait and stays visible to the caller. */
    public static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
