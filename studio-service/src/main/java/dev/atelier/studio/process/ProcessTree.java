package dev.atelier.studio.process;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** This machine's processes with their memory, from {@code /proc}: one look serves all who ask within a second. */
@ApplicationScoped
public class ProcessTree {
    private static final Path PROC = Path.of("/proc");
    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final long PAGE_BYTES = 4096;
    private static final int PARENT = 1;
    private static final int GROUP = 2;
    private static final int SESSION = 3;
    private static final int TERMINAL = 4;
    private static final int FOREGROUND_GROUP = 5;
    private static final int START = 19;
    private static final int RESIDENT_PAGES = 21;

    private final Clock clock;
    private Look last = new Look(Instant.MIN, Map.of(), Map.of());

    /**
     * One process.
     *
     * @param terminal its controlling terminal; 0 for none
     * @param foregroundGroup the process group that reads from that terminal
     * @param start in clock ticks since boot
     */
    public record Entry(
            long pid,
            long parent,
            long group,
            long session,
            long terminal,
            long foregroundGroup,
            long start,
            long residentBytes) {}

    private record Look(Instant at, Map<Long, Entry> entries, Map<Long, List<Long>> children) {}

    ProcessTree(Clock clock) {
        this.clock = clock;
    }

    /** Resident bytes of the process and all its descendants; empty when there is no such process. */
    public OptionalLong memory(long pid) {
        Look look = look();
        if (!look.entries().containsKey(pid)) {
            return OptionalLong.empty();
        }
        long bytes = 0;
        Deque<Long> open = new ArrayDeque<>(List.of(pid));
        while (!open.isEmpty()) {
            long next = open.removeFirst();
            Entry entry = look.entries().get(next);
            bytes += entry == null ? 0 : entry.residentBytes();
            open.addAll(look.children().getOrDefault(next, List.of()));
        }
        return OptionalLong.of(bytes);
    }

    /** The direct children of a process. */
    public List<Entry> children(long pid) {
        Look look = look();
        List<Entry> children = new ArrayList<>();
        for (long child : look.children().getOrDefault(pid, List.of())) {
            Entry entry = look.entries().get(child);
            if (entry != null) {
                children.add(entry);
            }
        }
        return children;
    }

    private synchronized Look look() {
        Instant now = clock.instant();
        if (last.at().isBefore(now.minus(FRESH)) || last.at().isAfter(now)) {
            last = read(now);
        }
        return last;
    }

    private static Look read(Instant now) {
        Map<Long, Entry> entries = new HashMap<>();
        Map<Long, List<Long>> children = new HashMap<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                entry(process, entries, children);
            }
        } catch (IOException _) {
            return new Look(now, Map.of(), Map.of());
        }
        return new Look(now, entries, children);
    }

    private static void entry(Path process, Map<Long, Entry> entries, Map<Long, List<Long>> children) {
        try {
            String stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
            // the command stands in parentheses and may hold anything, spaces and parentheses too
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            long pid = Long.parseLong(process.getFileName().toString());
            Entry entry = new Entry(
                    pid,
                    Long.parseLong(fields[PARENT]),
                    Long.parseLong(fields[GROUP]),
                    Long.parseLong(fields[SESSION]),
                    Long.parseLong(fields[TERMINAL]),
                    Long.parseLong(fields[FOREGROUND_GROUP]),
                    Long.parseLong(fields[START]),
                    Long.parseLong(fields[RESIDENT_PAGES]) * PAGE_BYTES);
            entries.put(pid, entry);
            children.computeIfAbsent(entry.parent(), _ -> new ArrayList<>()).add(pid);
        } catch (IOException _) {
            // it has ended meanwhile
        }
    }
}
