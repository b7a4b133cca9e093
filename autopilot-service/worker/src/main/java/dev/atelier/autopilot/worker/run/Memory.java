package dev.atelier.autopilot.worker.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps the processes of a run under its memory: the lane that holds most is ended when all together hold too much. Looks at Linux's process table. */
final class Memory {

    private static final long KILO = 1024;

    private final long limit;
    private final List<Lane> lanes;
    private long peak;

    Memory(long limitBytes, List<Lane> lanes) {
        this.limit = limitBytes;
        this.lanes = List.copyOf(lanes);
    }

    /** Measures, and ends the largest lane if need be. */
    synchronized void check() {
        long sum = resident(ProcessHandle.current().pid());
        Lane largest = null;
        long most = 0;
        for (Lane lane : lanes) {
            Long pid = lane.pid();
            long bytes = pid == null ? 0 : resident(pid);
            sum += bytes;
            if (bytes > most) {
                most = bytes;
                largest = lane;
            }
        }
        peak = Math.max(peak, sum);
        if (sum > limit && largest != null) {
            largest.kill("It was ended because the run needed more than " + limit / KILO / KILO + " MB.");
        }
    }

    /** The most that was held together, in bytes; 0 where it cannot be seen. */
    synchronized long peak() {
        return peak;
    }

    private static long resident(@Nullable Long pid) {
        Path status = Path.of("/proc", String.valueOf(pid), "status");
        if (pid == null || !Files.exists(status)) {
            return 0;
        }
        try {
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> KILO * Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException _) {
            return 0;
        }
    }
}
