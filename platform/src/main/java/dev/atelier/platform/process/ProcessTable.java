package dev.atelier.platform.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** One look at the processes of this machine, from Linux's {@code /proc}. Zombies are not in it: they have ended. */
final class ProcessTable {
    private static final Path PROC = Path.of("/proc");

    /** Of the fields after the command, these four: itself in user and kernel mode, then what it has waited for. */
    private static final int CPU_TICKS = 11;

    private static final int RESIDENT_PAGES = 21;

    /** Linux tells processor time in hundredths of a second, whatever its own clock is. */
    private static final long TICK_MILLIS = 10;

    /**
     * @param start in clock ticks since boot
     * @param cpuTicks what it has computed, with its descendants that it has waited for
     * @param residentPages what it has in memory, with what it shares with others
     */
    record Entry(long pid, long parent, long session, long start, long cpuTicks, long residentPages) {}

    private final Map<Long, Entry> entries;

    private ProcessTable(Map<Long, Entry> entries) {
        this.entries = entries;
    }

    static boolean available() {
        return Files.isReadable(PROC.resolve("self/stat"));
    }

    static ProcessTable read() {
        Map<Long, Entry> entries = new HashMap<>();
        for (long pid : pids()) {
            entry(pid).ifPresent(entry -> entries.put(pid, entry));
        }
        return new ProcessTable(entries);
    }

    boolean contains(long pid) {
        return entries.containsKey(pid);
    }

    /** The process itself, everything in its session, and all descendants of these. */
    Set<Long> tree(long root) {
        Map<Long, List<Long>> children = new HashMap<>();
        List<Long> open = new ArrayList<>();
        for (Entry entry : entries.values()) {
            children.computeIfAbsent(entry.parent(), _ -> new ArrayList<>()).add(entry.pid());
            if (entry.pid() == root || entry.session() == root) {
                open.add(entry.pid());
            }
        }
        Set<Long> tree = new HashSet<>();
        while (!open.isEmpty()) {
            long pid = open.removeLast();
            if (tree.add(pid)) {
                open.addAll(children.getOrDefault(pid, List.of()));
            }
        }
        return tree;
    }

    /** What the process, everything in its session and all descendants use. */
    ProcessUse use(long root) {
        long pages = 0;
        long ticks = 0;
        for (long pid : tree(root)) {
            Entry entry = entries.get(pid);
            if (entry != null) {
                pages += entry.residentPages();
                ticks += entry.cpuTicks();
            }
        }
        return new ProcessUse(pages * PageSize.BYTES, Duration.ofMillis(ticks * TICK_MILLIS));
    }

    /** Read when it is first needed, which a native image must not do while it is built. */
    private static final class PageSize {
        static final long BYTES = read();

        private static long read() {
            try (Stream<String> lines = Files.lines(PROC.resolve("self/smaps"), StandardCharsets.ISO_8859_1)) {
                return lines.filter(line -> line.startsWith("KernelPageSize:"))
                        .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("[^0-9]", "")))
                        .findFirst()
                        .orElse(4096);
            } catch (IOException | UncheckedIOException _) {
                return 4096;
            }
        }
    }

    /** The environment that a process was started with; empty when it has ended or belongs to another user. */
    static Map<String, String> environment(long pid) {
        try {
            byte[] bytes = Files.readAllBytes(PROC.resolve(pid + "/environ"));
            Map<String, String> environment = new HashMap<>();
            for (String pair : new String(bytes, StandardCharsets.UTF_8).split("\0", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    environment.put(pair.substring(0, equals), pair.substring(equals + 1));
                }
            }
            return environment;
        } catch (IOException _) {
            return Map.of();
        }
    }

    static List<Long> pids() {
        List<Long> pids = new ArrayList<>();
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(PROC, "[0-9]*")) {
            directories.forEach(
                    directory -> pids.add(Long.parseLong(directory.getFileName().toString())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pids;
    }

    static Optional<Entry> entry(long pid) {
        try {
            String stat = Files.readString(PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
            // the command stands in parentheses and may hold anything, spaces and parentheses too
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            boolean ended = Arrays.asList("Z", "X", "x").contains(fields[0]);
            return ended
                    ? Optional.empty()
                    : Optional.of(new Entry(
                            pid,
                            Long.parseLong(fields[1]),
                            Long.parseLong(fields[3]),
                            Long.parseLong(fields[19]),
                            Arrays.stream(fields, CPU_TICKS, CPU_TICKS + 4)
                                    .mapToLong(Long::parseLong)
                                    .sum(),
                            Long.parseLong(fields[RESIDENT_PAGES])));
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
