package dev.atelier.studio.kernel;

import dev.atelier.studio.process.ProcessTree;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Watches kernels in this machine's process table. A kernel is a child of its Jupyter server, which looks at it every three seconds: in
 * between it is a zombie, and {@code /proc} still tells how it ended. Where there is no {@code /proc}, nothing is known.
 */
@ApplicationScoped
class LocalKernelProcesses implements KernelProcesses {
    private static final Path PROC = Path.of("/proc");
    private static final Duration LOOK = Duration.ofMillis(400);

    /** A server that sees an end starts the kernel again at once and tells us then; an older end was that of a restart on request. */
    private static final Duration ASKED_WITHIN = Duration.ofSeconds(10);

    private static final int SIGNAL_MASK = 0x7f;
    private static final int SIGKILL = 9;
    private static final String OOM_COUNTER = "oom_kill ";

    private final Map<String, Watched> watched = new ConcurrentHashMap<>();
    private final ProcessTree tree;
    private volatile boolean running;
    private @Nullable Thread thread;

    private static final class Watched {
        private volatile long pid;
        private volatile long outOfMemory;
        private volatile @Nullable Death announced;
        private volatile @Nullable End end;
    }

    /** How a process ended, and when that was seen on the system's timer. */
    private record End(Death death, long nanos) {
        boolean isRecent() {
            return System.nanoTime() - nanos < ASKED_WITHIN.toNanos();
        }
    }

    LocalKernelProcesses(ProcessTree tree) {
        this.tree = tree;
    }

    void start(@Observes StartupEvent event) {
        if (Files.isDirectory(PROC.resolve("self"))) {
            running = true;
            thread = Thread.ofVirtual().name("kernel-processes").start(this::loop);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        running = false;
        Thread current = thread;
        if (current != null) {
            current.interrupt();
        }
    }

    @Override
    public void watch(String kernelId) {
        watched.computeIfAbsent(kernelId, _ -> new Watched());
    }

    @Override
    public void forget(String kernelId) {
        watched.remove(kernelId);
    }

    @Override
    public Death lastEnd(String kernelId) {
        Watched kernel = watched.get(kernelId);
        if (kernel == null) {
            return Death.unknown();
        }
        if (kernel.pid != 0) {
            look(kernel);
        }
        Death announced = kernel.announced;
        End end = kernel.end;
        kernel.announced = null;
        kernel.end = null;
        kernel.pid = 0;
        if (announced != null) {
            return announced;
        }
        return end != null && end.isRecent() ? end.death() : Death.unknown();
    }

    @Override
    public OptionalLong memory(String kernelId) {
        Watched kernel = watched.get(kernelId);
        return kernel == null || kernel.pid == 0 ? OptionalLong.empty() : tree.memory(kernel.pid);
    }

    @Override
    public void runsOutOfMemory(String kernelId, String reason) {
        Watched kernel = watched.get(kernelId);
        if (kernel != null) {
            kernel.announced = Death.outOfMemory(reason);
        }
    }

    private void loop() {
        while (running) {
            try {
                Thread.sleep(LOOK);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
            if (watched.values().stream().anyMatch(kernel -> kernel.pid == 0)) {
                locate();
            }
            watched.values().stream().filter(kernel -> kernel.pid != 0).forEach(LocalKernelProcesses::look);
        }
    }

    /** Finds the processes of kernels whose process is not known: their connection file, named after the kernel, is an argument. */
    private void locate() {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                commandLine(process)
                        .ifPresent(command -> watched.forEach((kernelId, kernel) -> {
                            if (kernel.pid == 0 && command.contains("kernel-" + kernelId + ".json")) {
                                kernel.outOfMemory = outOfMemoryKills();
                                kernel.pid =
                                        Long.parseLong(process.getFileName().toString());
                            }
                        }));
            }
        } catch (IOException _) {
            // the next look may find them
        }
    }

    private static Optional<String> commandLine(Path process) {
        try {
            return Optional.of(Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static void look(Watched kernel) {
        try {
            String stat = Files.readString(PROC.resolve(kernel.pid + "/stat"), StandardCharsets.ISO_8859_1);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            long outOfMemory = outOfMemoryKills();
            if (fields[0].equals("Z")) {
                int status = Integer.parseInt(fields[fields.length - 1].strip());
                boolean memory = (status & SIGNAL_MASK) == SIGKILL && outOfMemory > kernel.outOfMemory;
                kernel.end = new End(memory ? Death.outOfMemory() : Death.ofWaitStatus(status), System.nanoTime());
                kernel.pid = 0;
            } else {
                kernel.outOfMemory = outOfMemory;
            }
        } catch (IOException _) {
            kernel.pid = 0;
        }
    }

    /** How many processes the system has killed because memory ran out, since it was booted; 0 where it does not say. */
    private static long outOfMemoryKills() {
        try (Stream<String> lines = Files.lines(PROC.resolve("vmstat"), StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.startsWith(OOM_COUNTER))
                    .mapToLong(line ->
                            Long.parseLong(line.substring(OOM_COUNTER.length()).strip()))
                    .findFirst()
                    .orElse(0);
        } catch (IOException | UncheckedIOException _) {
            return 0;
        }
    }
}
