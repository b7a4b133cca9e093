package dev.atelier.studio.engine;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the processes of an app hold in memory.
 *
 * @param bytes of all of them; what several share is counted once
 * @param parts what can be ended without ending the app: its kernels, and what runs in its terminals
 */
public record AppMemory(long bytes, List<Part> parts) {
    public AppMemory {
        parts = List.copyOf(parts);
    }

    /**
     * A process with all that it started.
     *
     * @param startTime with the pid, which process it is
     * @param kernelId null for a terminal's job
     */
    public record Part(
            long pid,
            Instant startTime,
            long bytes,
            @Nullable String kernelId) {}
}
