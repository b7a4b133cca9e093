package dev.atelier.studio.kernel;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Watches kernels in this machine's process table. A kernel is a child of its Jupyter server, which looks at it every three seconds: in
 * between it is a zombie, and {@code /proc} still tells how it ended. Where there is no {@code /proc}, nothing is known.
 */
@ApplicationScoped
class LocalKernelProcesses implements KernelProcesses {
    private static final Path PROC = Path.of("/proc");
    private static final Duration LOOK = Duration.ofMillis(400);
    private static final String UNKNOWN = "Its process ended; how is not known.";

    private final Map<String, Watched> watched = new ConcurrentHashMap<>();
    private volatile boolean running;
    private @Nullable Thread thread;

    private static final class Watched {
        private volatile long pid;
        private volatile @Nullable String end;
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
    public String lastEnd(String kernelId) {
        Watched kernel = watched.get(kernelId);
        if (kernel == null) {
            return UNKNOWN;
        }
        if (kernel.pid != 0) {
            look(kernel);
        }
        String end = kernel.end;
        kernel.end = null;
        kernel.pid = 0;
        return end == null ? UNKNOWN : end;
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
                                kernel.end = null;
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
            if (fields[0].equals("Z")) {
                kernel.end = describe(Integer.parseInt(fields[fields.length - 1].strip()));
                kernel.pid = 0;
            }
        } catch (IOException _) {
            kernel.pid = 0;
        }
    }

    /** Words for a status as {@code waitpid} gives it. */
    static String describe(int status) {
        int signal = status & 0x7f;
        return switch (signal) {
            case 0 -> "Its process ended with exit code " + (status >> 8 & 0xff) + ".";
            case 9 -> "Its process was killed by signal 9 (SIGKILL), as it is when memory runs out.";
            case 11 -> "Its process crashed with signal 11 (SIGSEGV).";
            case 6 -> "Its process aborted with signal 6 (SIGABRT).";
            case 15 -> "Its process was ended by signal 15 (SIGTERM).";
            default -> "Its process was ended by signal " + signal + ".";
        };
    }
}
