package dev.atelier.platform.peak;

import java.time.Duration;

/**
 * The most that was in use at once on one instance.
 *
 * @param memoryBytes with what its processes share counted for each; 0 where nothing was measured
 * @param cpuMillis processor time per second in thousandths of a vCPU, on the average of ten seconds; 0 where no memory was measured
 * @param measured for how long it was looked for; zero where that is not known
 */
public record Peak(long memoryBytes, int cpuMillis, Duration measured) {
    /** Nothing was measured. */
    public static final Peak NONE = new Peak(0, 0, Duration.ZERO);

    /** Whether anything was measured. */
    public boolean known() {
        return memoryBytes > 0;
    }

    /** For how long it was looked for, in whole seconds as usage events say it: at least one where it is known at all. */
    public int seconds() {
        return Math.toIntExact(measured.plusSeconds(1).minusNanos(1).toSeconds());
    }
}
