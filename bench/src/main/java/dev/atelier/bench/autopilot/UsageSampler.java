package dev.atelier.bench.autopilot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Watches a program and what it starts through Linux's process table; elsewhere it sees nothing. */
final class UsageSampler {

    private static final Path PROCESSES = Path.of("/proc");
    private static final double TICKS_PER_SECOND = 100;
    private static final long KILO = 1024;

    /** Of a process's line after its name: user and system time, its own and its ended children's. */
    private static final int FIRST_TIME = 11;

    private static final int TIMES = 4;

    /** Of the machine's line: user, nice, system, then two kinds of idleness, interrupts and what the host took. */
    private static final List<Integer> BUSY = List.of(1, 2, 3, 6, 7, 8);

    private final ProcessHandle root;
    private final long start = System.nanoTime();
    private final double machineAtStart = machineTicks();
    private double ownTicks;
    private long peakKilobytes;

    UsageSampler(ProcessHandle root) {
        this.root = root;
    }

    /** Looks at the processes once. */
    void sample() {
        long kilobytes = 0;
        double ticks = 0;
        for (ProcessHandle process :
                Stream.concat(Stream.of(root), root.descendants()).toList()) {
            kilobytes += residentKilobytes(process.pid());
            ticks += processTicks(process.pid());
        }
        peakKilobytes = Math.max(peakKilobytes, kilobytes);
        ownTicks = Math.max(ownTicks, ticks);
    }

    /** What was seen; nothing where there is no process table. */
    Optional<Usage> usage() {
        if (peakKilobytes == 0) {
            return Optional.empty();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        double own = ownTicks / TICKS_PER_SECOND / seconds;
        double all = (machineTicks() - machineAtStart) / TICKS_PER_SECOND / seconds;
        return Optional.of(new Usage(peakKilobytes / KILO, rounded(own), rounded(Math.max(0, all - own))));
    }

    private static double rounded(double value) {
        return Math.round(value * 1e3) / 1e3;
    }

    private static double machineTicks() {
        String[] words = words(PROCESSES.resolve("stat"));
        double sum = 0;
        for (int index : BUSY) {
            sum += index < words.length ? Double.parseDouble(words[index]) : 0;
        }
        return sum;
    }

    /** The process's own and those of its children that have ended. */
    private static double processTicks(long pid) {
        Path file = PROCESSES.resolve(Long.toString(pid)).resolve("stat");
        String line = firstLine(file);
        String[] words = line.substring(line.lastIndexOf(')') + 1).strip().split(" ", -1);
        double sum = 0;
        for (int i = FIRST_TIME; i < FIRST_TIME + TIMES && i < words.length; i++) {
            sum += Double.parseDouble(words[i]);
        }
        return sum;
    }

    private static long residentKilobytes(long pid) {
        try {
            return Files.readAllLines(PROCESSES.resolve(Long.toString(pid)).resolve("status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException _) {
            return 0;
        }
    }

    private static String[] words(Path file) {
        return firstLine(file).split(" +", -1);
    }

    private static String firstLine(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            return lines.isEmpty() ? "" : lines.getFirst();
        } catch (IOException _) {
            return "";
        }
    }
}
