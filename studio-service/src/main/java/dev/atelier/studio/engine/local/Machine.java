package dev.atelier.studio.engine.local;

import dev.atelier.studio.engine.AppUse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** One look at this machine's processes, from Linux's {@code /proc}. What has ended is not in it, zombies neither. */
final class Machine {
    private static final Path PROC = Path.of("/proc");
    private static final int STATE = 0;
    private static final int PARENT = 1;
    private static final int SESSION = 3;
    private static final int TERMINAL = 4;
    /** Of these four fields: itself in user and kernel mode, then what it has waited for. */
    private static final int CPU_TICKS = 11;

    private static final int RESIDENT_PAGES = 21;
    /** Linux tells processor time in hundredths of a second, whatever its own clock is. */
    private static final long TICK_MILLIS = 10;

    private static final long PAGE_BYTES = pageBytes();

    private final Map<Long, Entry> entries = new HashMap<>();
    private final Map<Long, List<Entry>> children = new HashMap<>();

    /**
     * @param terminal the controlling terminal; 0 for none
     * @param cpuTicks what it has computed, with its descendants that it has waited for
     * @param residentBytes what it has in memory, with what it shares with others
     */
    record Entry(long pid, long parent, long session, long terminal, long cpuTicks, long residentBytes) {}

    private Machine() {}

    static Machine look() {
        Machine machine = new Machine();
        if (Files.isReadable(PROC.resolve("self/stat"))) {
            try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
                processes.forEach(process -> entry(process).ifPresent(machine::add));
            } catch (IOException _) {
                return new Machine();
            }
        }
        return machine;
    }

    private void add(Entry entry) {
        entries.put(entry.pid(), entry);
        children.computeIfAbsent(entry.parent(), _ -> new ArrayList<>()).add(entry);
    }

    /** Whether this machine tells about its processes. */
    boolean known() {
        return !entries.isEmpty();
    }

    /** The process and all its descendants. */
    List<Entry> tree(long root) {
        List<Entry> tree = new ArrayList<>();
        Deque<Long> open = new ArrayDeque<>(List.of(root));
        while (!open.isEmpty()) {
            long pid = open.removeFirst();
            Entry entry = entries.get(pid);
            if (entry != null) {
                tree.add(entry);
            }
            children(pid).forEach(child -> open.add(child.pid()));
        }
        return tree;
    }

    /** What the process and all its descendants use. */
    AppUse use(long root) {
        long bytes = 0;
        long ticks = 0;
        for (Entry entry : tree(root)) {
            bytes += entry.residentBytes();
            ticks += entry.cpuTicks();
        }
        return new AppUse(bytes, Duration.ofMillis(ticks * TICK_MILLIS));
    }

    /** The direct children of a process. */
    List<Entry> children(long parent) {
        return children.getOrDefault(parent, List.of());
    }

    /**
     * How many of the terminals that the server has opened run more than their shell: a command in the foreground, a job in the
     * background, or one that went on after its shell let go of it. A shell is a child of the server that leads a session on a terminal.
     */
    int busyTerminals(long server) {
        int busy = 0;
        for (Entry shell : children(server)) {
            if (isShell(shell)) {
                boolean company = entries.values().stream()
                        .anyMatch(other -> other.session() == shell.session() && other.pid() != shell.pid());
                busy += company || tree(shell.pid()).size() > 1 ? 1 : 0;
            }
        }
        return busy;
    }

    static boolean isShell(Entry child) {
        return child.terminal() != 0 && child.session() == child.pid();
    }

    /** As this process's own memory map says it; 4 KiB where it does not. */
    private static long pageBytes() {
        try (Stream<String> lines = Files.lines(PROC.resolve("self/smaps"), StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.startsWith("KernelPageSize:"))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElse(4096);
        } catch (IOException | UncheckedIOException _) {
            return 4096;
        }
    }

    private static Optional<Entry> entry(Path process) {
        try {
            String stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
            // the command stands in parentheses and may hold anything, spaces and parentheses too
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return "ZXx".contains(fields[STATE])
                    ? Optional.empty()
                    : Optional.of(new Entry(
                            Long.parseLong(process.getFileName().toString()),
                            Long.parseLong(fields[PARENT]),
                            Long.parseLong(fields[SESSION]),
                            Long.parseLong(fields[TERMINAL]),
                            Arrays.stream(fields, CPU_TICKS, CPU_TICKS + 4)
                                    .mapToLong(Long::parseLong)
                                    .sum(),
                            Long.parseLong(fields[RESIDENT_PAGES]) * PAGE_BYTES));
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
