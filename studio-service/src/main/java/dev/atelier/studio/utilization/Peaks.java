package dev.atelier.studio.utilization;

import dev.atelier.studio.usage.Peak;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The peaks of instances since each was last told, in memory. */
@ApplicationScoped
public class Peaks {
    /** A shorter burst of computing needs no larger instance. */
    static final Duration WINDOW = Duration.ofSeconds(10);

    private final Map<String, Seen> instances = new ConcurrentHashMap<>();

    /**
     * What one look at an instance found.
     *
     * @param cpuTime what its processes have computed since they began
     * @param nanos when, by {@link System#nanoTime}
     */
    public void seen(String instanceId, long memoryBytes, Duration cpuTime, long nanos) {
        instances
                .computeIfAbsent(instanceId, _ -> new Seen(cpuTime.toNanos(), nanos))
                .add(memoryBytes, cpuTime.toNanos(), nanos);
    }

    /** The instance's peak since it was last taken. */
    public Peak take(String instanceId) {
        Seen seen = instances.get(instanceId);
        return seen == null ? Peak.NONE : seen.take();
    }

    /** Forgets the instances that are not among these. */
    void retain(Set<String> instanceIds) {
        instances.keySet().retainAll(instanceIds);
    }

    private static final class Seen {
        private static final int MILLIS = 1000;

        private long windowCpu;
        private long windowStart;
        private long memory;
        private int millis;

        private Seen(long cpu, long nanos) {
            windowCpu = cpu;
            windowStart = nanos;
        }

        private synchronized void add(long bytes, long cpu, long nanos) {
            memory = Math.max(memory, bytes);
            long time = nanos - windowStart;
            if (time >= WINDOW.toNanos()) {
                // less than before when a process ended that nobody waited for
                long used = Math.max(0, cpu - windowCpu);
                millis = Math.max(millis, (int) Math.ceilDiv(used * MILLIS, time));
                windowCpu = cpu;
                windowStart = nanos;
            }
        }

        private synchronized Peak take() {
            Peak peak = new Peak(memory, millis);
            memory = 0;
            millis = 0;
            return peak;
        }
    }
}
