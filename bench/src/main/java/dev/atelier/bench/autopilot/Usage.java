package dev.atelier.bench.autopilot;

/**
 * What a program took of the machine, and what others did meanwhile.
 *
 * @param peakMegabytes the most memory that its processes held together, sampled; shared pages count for each
 * @param ownCores processors that it kept busy, on average
 * @param otherCores processors that everybody else kept busy, on average
 */
record Usage(long peakMegabytes, double ownCores, double otherCores) {

    /** What an idle system itself needs, generously. */
    static final double QUIET_CORES = 0.15;
}
