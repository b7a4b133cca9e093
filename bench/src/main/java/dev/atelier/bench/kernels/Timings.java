package dev.atelier.bench.kernels;

import java.util.ArrayList;
import java.util.List;

/** Measured values of one kind. */
final class Timings {
    private final List<Double> values = new ArrayList<>();

    void add(double value) {
        values.add(value);
    }

    double median() {
        return quantile(0.5);
    }

    /** The smallest value that at least this part of all do not exceed. */
    double quantile(double part) {
        if (values.isEmpty()) {
            throw new IllegalStateException("nothing was measured");
        }
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(Math.clamp((int) Math.ceil(part * sorted.size()) - 1, 0, sorted.size() - 1));
    }
}
