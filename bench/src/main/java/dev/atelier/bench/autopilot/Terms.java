package dev.atelier.bench.autopilot;

import java.util.Locale;

/** The same for everyone. Measurements are comparable only under the same terms. */
record Terms(int budgetSeconds, int cores, int seed, int memoryMegabytes) {

    /** The greatest part of the time, and the least number of seconds, by which a limit may be overrun. */
    private static final double OVERSHOOT = 0.02;

    private static final double OVERSHOOT_SECONDS = 3;

    /** When a run is over its limit. */
    double latestSeconds() {
        return budgetSeconds + Math.max(OVERSHOOT * budgetSeconds, OVERSHOOT_SECONDS);
    }

    /** The name of the directory of their measurements. */
    String label() {
        return String.format(Locale.ROOT, "%ds-%dc-%dm-seed%d", budgetSeconds, cores, memoryMegabytes, seed);
    }
}
