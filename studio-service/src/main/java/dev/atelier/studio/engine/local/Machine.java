package dev.atelier.studio.engine.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One look at this machine's processes, from Linux's {@code /proc}. What has ended is not in it, zombies neither. */
final class Machine {
    private static final Path PROC = Path.of("/proc");
    private static final int STATE = 0;
    private static final int PARENT = 1;
    private static final int SESSION = 3;
    private static final int TERMINAL = 4;

    private final Map<Long, Entry> entries = new HashMap<>();
    private final Map<Long, List<Entry>> children = new HashMap<>();

    /** @param terminal the controlling terminal; 0 for none */
    record Entry(long pid, long parent, long session, long terminal) {}

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
            children.getOrDefault(pid, List.of()).forEach(child -> open.add(child.pid()));
        }
        return tree;
    }

    /**
     * How many of the terminals that the server has opened run more than their shell: a command in the foreground, a job in the
     * background, or one that went on after its shell let go of it. A shell is a child of the server that leads a session on a terminal.
     */
    int busyTerminals(long server) {
        int busy = 0;
        for (Entry shell : children.getOrDefault(server, List.of())) {
            if (shell.terminal() != 0 && shell.session() == shell.pid()) {
                boolean company = entries.values().stream()
                        .anyMatch(other -> other.session() == shell.session() && other.pid() != shell.pid());
                busy += company || tree(shell.pid()).size() > 1 ? 1 : 0;
            }
        }
        return busy;
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
                            Long.parseLong(fields[TERMINAL])));
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
