package dev.atelier.autopilot.worker.learner.forest;

/** The best division found so far: rows with a value up to the threshold go left. */
final class Split {
    int column = -1;
    float threshold;
    double purity = Double.NEGATIVE_INFINITY;

    void offer(int candidate, float at, double value) {
        if (value > purity) {
            column = candidate;
            threshold = at;
            purity = value;
        }
    }

    boolean found() {
        return column >= 0;
    }
}
