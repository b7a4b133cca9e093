package dev.atelier.platform.process;

import jakarta.inject.Singleton;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Starts processes which live on when this service dies, finds them again and ends them with all that they started.
 *
 * <p>On Linux each becomes the leader of a session of its own ({@code setsid}), so that no signal to the service reaches it
 * and its whole session can be ended. Elsewhere the tree of descendants is all that is known.
 */
@Singleton
public class ChildProcesses {
    private static final Set<String> INHERITED = Set.of("PATH", "HOME", "LANG", "TZ");
    /** Start times come in ticks of 10 ms relative to a boot time in whole seconds, which is not the same at every reading. */
    private static final Duration START_TOLERANCE = Duration.ofSeconds(2);

    private static final Duration KILL_WAIT = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final File NOTHING = new File("/dev/null");
    private static final Path SETSID = Path.of("/usr/bin/setsid");

    private static final int SIGNALLED = 128;
    private static final int REMEMBERED = 1000;

    private final Map<ProcessIdentity, Process> started = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ProcessIdentity, Process> eldest) {
            return size() > REMEMBERED;
        }
    };
    private final boolean linux = ProcessTable.available();

    /**
     * Starts a process. Standard input is empty, output and error go to the log file. The start time is the epoch when the
     * process has ended before it could be asked: it is then never found.
     */
    public ProcessIdentity spawn(Spawn spawn) {
        return identity(start(spawn, ProcessBuilder.Redirect.from(NOTHING)));
    }

    /**
     * Starts a process that waits to be told what to do. It reads the end of its input when this service dies or closes it, and should
     * then end by itself; once it was told, it lives on as any other.
     */
    public WaitingProcess spawnWaiting(Spawn spawn) {
        Process process = start(spawn, ProcessBuilder.Redirect.PIPE);
        return new WaitingProcess(identity(process), process.getOutputStream());
    }

    private ProcessIdentity identity(Process process) {
        ProcessIdentity id = new ProcessIdentity(
                process.pid(), process.toHandle().info().startInstant().orElse(Instant.EPOCH));
        remember(id, process);
        return id;
    }

    private Process start(Spawn spawn, ProcessBuilder.Redirect input) {
        List<String> command = new ArrayList<>();
        if (linux && Files.isExecutable(SETSID)) {
            command.add(SETSID.toString());
        }
        command.addAll(spawn.command());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(spawn.workingDirectory().toFile())
                .redirectErrorStream(true)
                .redirectInput(input)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(spawn.logFile().toFile()));
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> !INHERITED.contains(name) && !name.startsWith("LC_"));
        environment.putAll(spawn.environment());
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start " + spawn, e);
        }
    }

    /**
     * How a process ended that this service itself has started: {@code ended with exit code 3}, {@code was ended by signal 9}. Empty while
     * it runs, and when another life of this service started it. The latest thousand are remembered.
     */
    public Optional<String> end(ProcessIdentity id) {
        synchronized (started) {
            return Optional.ofNullable(started.get(id))
                    .filter(process -> !process.isAlive())
                    .map(process -> describe(process.exitValue()));
        }
    }

    private void remember(ProcessIdentity id, Process process) {
        synchronized (started) {
            started.put(id, process);
        }
    }

    /** The JDK gives 128 and the number for a signal, as shells do. */
    private static String describe(int exitValue) {
        return exitValue > SIGNALLED
                ? "was ended by signal " + (exitValue - SIGNALLED)
                : "ended with exit code " + exitValue;
    }

    /** The process, when it runs and is still the same one. */
    public Optional<ProcessHandle> find(ProcessIdentity id) {
        if (linux && ProcessTable.entry(id.pid()).isEmpty()) {
            return Optional.empty();
        }
        return ProcessHandle.of(id.pid()).filter(ProcessHandle::isAlive).filter(handle -> sameStart(handle, id));
    }

    /** What those of the processes that run use; nothing where it cannot be known (only Linux tells). */
    public Map<ProcessIdentity, ProcessUse> use(Collection<ProcessIdentity> ids) {
        if (!linux || ids.isEmpty()) {
            return Map.of();
        }
        ProcessTable table = ProcessTable.read();
        return ids.stream()
                .filter(id -> find(id).isPresent())
                .collect(Collectors.toMap(Function.identity(), id -> table.use(id.pid())));
    }

    /**
     * Ends a process, its session and all its descendants: asks them (TERM), waits for the grace time, then ends them
     * (KILL). Returns when they are gone. What a process started is ended also when the process itself has ended before.
     */
    public void kill(ProcessIdentity id, Duration grace) {
        if (linux ? ProcessTable.read().contains(id.pid()) && find(id).isEmpty() : find(id).isEmpty()) {
            return; // the pid is another process's by now
        }
        Family family = new Family(id);
        family.alive().forEach(ProcessHandle::destroy);
        if (!gone(family::alive, grace)) {
            destroyAll(family::alive);
        }
    }

    /**
     * Ends every process whose environment carries the mark, also those that nobody knows any more. This process is spared.
     * Does nothing where the environment of a process cannot be read (only Linux can).
     */
    public void sweep(String envName, String envValue) {
        if (!linux) {
            return;
        }
        destroyAll(() -> marked(envName, envValue));
    }

    /** The values under which running processes carry the mark; empty where it cannot be read (only Linux can). */
    public Set<String> marks(String envName) {
        if (!linux) {
            return Set.of();
        }
        return ProcessTable.pids().stream()
                .filter(pid -> ProcessTable.entry(pid).isPresent())
                .map(ProcessTable::environment)
                .filter(environment -> environment.containsKey(envName))
                .map(environment -> environment.get(envName))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Set<ProcessHandle> marked(String envName, String envValue) {
        long self = ProcessHandle.current().pid();
        return ProcessTable.pids().stream()
                .filter(pid -> pid != self)
                .filter(pid -> ProcessTable.entry(pid).isPresent())
                .filter(pid -> envValue.equals(ProcessTable.environment(pid).get(envName)))
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .collect(Collectors.toSet());
    }

    /** Ends whatever is left, again and again: a process may have started another one just before it ended. */
    private static void destroyAll(Supplier<Set<ProcessHandle>> left) {
        long deadline = System.nanoTime() + KILL_WAIT.toNanos();
        Set<ProcessHandle> alive = left.get();
        while (!alive.isEmpty()) {
            alive.forEach(ProcessHandle::destroyForcibly);
            if (!gone(left, LOOK) && System.nanoTime() > deadline) {
                throw new IllegalStateException("Processes " + alive + " do not end");
            }
            alive = left.get();
        }
    }

    private static boolean gone(Supplier<Set<ProcessHandle>> left, Duration within) {
        long deadline = System.nanoTime() + within.toNanos();
        while (!left.get().isEmpty()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            try {
                Thread.sleep(LOOK);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    private static boolean sameStart(ProcessHandle handle, ProcessIdentity id) {
        return handle.info()
                .startInstant()
                .map(start -> Duration.between(start, id.startTime()).abs().compareTo(START_TOLERANCE) <= 0)
                .orElse(false);
    }

    /**
     * A process, its session and all descendants, as far as they were ever seen: one whose parent has ended is nobody's
     * child any more. A handle remembers the start of its process, so a pid that is used again is not taken for it.
     */
    private final class Family {
        private final ProcessIdentity root;
        private final Set<ProcessHandle> seen = new HashSet<>();

        Family(ProcessIdentity root) {
            this.root = root;
        }

        Set<ProcessHandle> alive() {
            if (linux) {
                ProcessTable.read().tree(root.pid()).stream()
                        .flatMap(pid -> ProcessHandle.of(pid).stream())
                        .forEach(seen::add);
            } else {
                find(root).ifPresent(handle -> {
                    seen.add(handle);
                    handle.descendants().forEach(seen::add);
                });
            }
            return seen.stream().filter(this::runs).collect(Collectors.toSet());
        }

        private boolean runs(ProcessHandle handle) {
            return handle.isAlive()
                    && (!linux || ProcessTable.entry(handle.pid()).isPresent());
        }
    }
}
