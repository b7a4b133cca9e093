package dev.atelier.platform.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One look at the processes of this machine, from Linux's {@code /proc}. Zombies are not in it: they have ended. */
final class ProcessTable {
    private static final Path PROC = Path.of("/proc");

    /** @param start in clock ticks since boot */
    record Entry(long pid, long parent, long session, long start) {}

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
                            pid, Long.parseLong(fields[1]), Long.parseLong(fields[3]), Long.parseLong(fields[19])));
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
