package dev.atelier.autopilot.worker.learner.network;

/**
 * The learning rate over the passes: a warm-up, then the highest rate, then a fall to 0 by half a cosine that takes two fifths of all passes. When the fall
 * begins need not be known before: at the last moment that the greatest number of passes allows, or earlier because the loss no longer falls or time is
 * short. From the number of all passes alone the same schedule comes again.
 */
final class Schedule {

    private static final double FALL = 2.0 / 3;
    private static final int WARM_UP_STEPS = 50;

    private final double highest;
    private final int limit;
    private int fallFrom = Integer.MAX_VALUE;
    private int end;

    Schedule(double highest, int limit) {
        this.highest = highest;
        this.limit = limit;
        this.end = limit;
    }

    /** How many passes the fall takes after so many passes. */
    static int fall(int passes) {
        return Math.max(1, (int) Math.ceil(FALL * passes));
    }

    /** The number of all passes, as far as it is known. */
    int end() {
        return end;
    }

    boolean falls() {
        return fallFrom != Integer.MAX_VALUE;
    }

    /** Before a pass: begins the fall if the limit or the caller asks for it. */
    void before(int pass, boolean hurry) {
        if (!falls() && (hurry || pass + fall(pass) >= limit)) {
            fallFrom = pass;
            end = Math.min(limit, pass + fall(pass));
        }
    }

    /** The rates of a pass's batches. */
    double[] rates(int pass, int batches) {
        double[] rates = new double[batches];
        for (int b = 0; b < batches; b++) {
            double warm = Math.min(1, ((double) pass * batches + b + 1) / WARM_UP_STEPS);
            double fallen = falls() ? (pass - fallFrom + (b + 1.0) / batches) / (end - fallFrom) : 0;
            rates[b] = highest * warm * (1 + Math.cos(Math.PI * Math.min(1, fallen))) / 2;
        }
        return rates;
    }
}
