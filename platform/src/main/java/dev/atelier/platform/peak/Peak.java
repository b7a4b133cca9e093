package dev.atelier.platform.peak;

/**
 * The most that was in use at once on one instance.
 *
 * @param memoryBytes with what its processes share counted for each; 0 where nothing was measured
 * @param cpuMillis processor time per second in thousandths of a vCPU, on the average of ten seconds; 0 where no memory was measured
 */
public record Peak(long memoryBytes, int cpuMillis) {
    /** Nothing was measured. */
    public static final Peak NONE = new Peak(0, 0);
}
