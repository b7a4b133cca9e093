package dev.atelier.platform.peak;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The peaks of instances since each was last told, in memory; an instance is whatever its service calls so. */
@ApplicationScoped
public class Peaks {
    /** A shorter burst of computing needs no larger instance. */
    static final Duration WINDOW = Duration.ofSeconds(10);

    /** After a longer time without a look nobody knows what was in use meanwhile. */
    private static final Duration LONGEST_GAP = WINDOW;

    /** What ends before its first window is over is judged by a shorter one. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

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

    /**
     * Its processes begin now, so that the first look knows what they have computed since.
     *
     * @param nanos when, by {@link System#nanoTime}
     */
    public void began(String instanceId, long nanos) {
        instances.computeIfAbsent(instanceId, _ -> new Seen(0, nanos)).began(nanos);
    }

    /** The instance's peak since it was last taken. */
    public Peak take(String instanceId) {
        Seen seen = instances.get(instanceId);
        return seen == null ? Peak.NONE : seen.take();
    }

    /** Its last peak: it has ended. */
    public Peak end(String instanceId) {
        Seen seen = instances.remove(instanceId);
        return seen == null ? Peak.NONE : seen.take();
    }

    /** Forgets the instances that are not among these. */
    public void retain(Set<String> instanceIds) {
        instances.keySet().retainAll(instanceIds);
    }

    private static final class Seen {
        private static final int MILLIS = 1000;

        private long windowCpu;
        private long windowStart;
        private long lastCpu;
        private long lastTime;
        private boolean whole;
        private long memory;
        private int millis;
        private long measured;

        private Seen(long cpu, long nanos) {
            windowCpu = cpu;
            windowStart = nanos;
            lastCpu = cpu;
            lastTime = nanos;
        }

        private synchronized void began(long nanos) {
            windowCpu = 0;
            windowStart = nanos;
            lastCpu = 0;
            lastTime = nanos;
        }

        private synchronized void add(long bytes, long cpu, long nanos) {
            memory = Math.max(memory, bytes);
            if (nanos - lastTime <= LONGEST_GAP.toNanos()) {
                measured += nanos - lastTime;
            }
            lastCpu = cpu;
            lastTime = nanos;
            if (nanos - windowStart >= WINDOW.toNanos()) {
                millis = Math.max(millis, average());
                whole = true;
                windowCpu = cpu;
                windowStart = nanos;
            }
        }

        /** Of the window so far; less than before is computed when a process ended that nobody waited for. */
        private int average() {
            long used = Math.max(0, lastCpu - windowCpu);
            return (int) Math.ceilDiv(used * MILLIS, lastTime - windowStart);
        }

        private synchronized Peak take() {
            boolean shortLived = !whole && lastTime - windowStart >= SHORTEST.toNanos();
            Peak peak = memory == 0
                    ? Peak.NONE
                    : new Peak(memory, shortLived ? average() : millis, Duration.ofNanos(measured));
            memory = 0;
            millis = 0;
            measured = 0;
            return peak;
        }
    }
}
