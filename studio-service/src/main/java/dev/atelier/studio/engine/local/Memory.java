package dev.atelier.studio.engine.local;

import dev.atelier.studio.engine.AppMemory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Memory of an app's processes: the proportional set size, in which a page that several processes share is counted once. */
final class Memory {
    private static final Path PROC = Path.of("/proc");
    private static final String PROPORTIONAL = "Pss:";
    private static final long KIB = 1024;
    /** A kernel's connection file, named after the kernel, is an argument of its process. */
    private static final Pattern KERNEL = Pattern.compile("kernel-([A-Za-z0-9-]+)\\.json");

    private Memory() {}

    /** @param server the process of the app's Jupyter server, whose children are kernels and shells */
    static AppMemory of(Machine machine, long server) {
        long bytes = proportional(machine.tree(server));
        List<AppMemory.Part> parts = new ArrayList<>();
        for (Machine.Entry child : machine.children(server)) {
            if (Machine.isShell(child)) {
                machine.children(child.pid()).forEach(job -> part(machine, job, null, parts));
            } else {
                kernel(child.pid()).ifPresent(kernelId -> part(machine, child, kernelId, parts));
            }
        }
        return new AppMemory(bytes, parts);
    }

    private static void part(
            Machine machine, Machine.Entry root, @Nullable String kernelId, List<AppMemory.Part> parts) {
        start(root.pid())
                .ifPresent(start -> parts.add(
                        new AppMemory.Part(root.pid(), start, proportional(machine.tree(root.pid())), kernelId)));
    }

    /** Ends it with its descendants, and nothing that got its pid since. */
    static boolean kill(AppMemory.Part part) {
        Optional<ProcessHandle> found = ProcessHandle.of(part.pid())
                .filter(ProcessHandle::isAlive)
                .filter(handle -> handle.info().startInstant().equals(Optional.of(part.startTime())));
        found.ifPresent(root -> {
            List<ProcessHandle> descendants = root.descendants().toList();
            root.destroyForcibly();
            descendants.forEach(ProcessHandle::destroyForcibly);
        });
        return found.isPresent();
    }

    private static long proportional(List<Machine.Entry> processes) {
        return processes.stream().mapToLong(Memory::proportional).sum();
    }

    private static long proportional(Machine.Entry process) {
        try (Stream<String> lines =
                Files.lines(PROC.resolve(process.pid() + "/smaps_rollup"), StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.startsWith(PROPORTIONAL))
                    .mapToLong(line -> KIB
                            * Long.parseLong(line.substring(PROPORTIONAL.length(), line.length() - "kB".length())
                                    .strip()))
                    .findFirst()
                    .orElse(process.residentBytes());
        } catch (IOException | UncheckedIOException _) {
            return process.residentBytes(); // an old Linux, or it has ended
        }
    }

    private static Optional<Instant> start(long pid) {
        return ProcessHandle.of(pid).flatMap(handle -> handle.info().startInstant());
    }

    private static Optional<String> kernel(long pid) {
        try {
            Matcher argument =
                    KERNEL.matcher(Files.readString(PROC.resolve(pid + "/cmdline"), StandardCharsets.ISO_8859_1));
            return argument.find() ? Optional.of(argument.group(1)) : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
