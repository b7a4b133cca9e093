package dev.atelier.autopilot.worker.monitor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The distribution of a stream of numbers in little memory: the sketch of Karnin, Lang and Liberty (2016), which SageMaker's statistics hold. An item of
 * level i stands for 2^i numbers. Which half of a full level goes up alternates instead of being drawn, so that the same stream gives the same sketch.
 */
final class KllSketch {

    /** SageMaker's parameters. */
    static final double C = 0.64;

    static final int K = 2048;
    private static final int LEAST_CAPACITY = 8;

    private final List<Level> levels = new ArrayList<>(List.of(new Level()));
    private long count;

    private static final class Level {
        double[] items = new double[16];
        int size;
        boolean odd;

        void add(double item) {
            if (size == items.length) {
                items = Arrays.copyOf(items, 2 * size);
            }
            items[size++] = item;
        }
    }

    /** A value and how many numbers it stands for. */
    record Weighted(double value, long weight) {}

    void add(double value) {
        levels.getFirst().add(value);
        count++;
        for (int i = 0; i < levels.size() && levels.get(i).size > capacity(i); i++) {
            compact(i);
        }
    }

    long count() {
        return count;
    }

    private int capacity(int level) {
        return Math.max(LEAST_CAPACITY, (int) Math.ceil(K * Math.pow(C, levels.size() - 1.0 - level)));
    }

    private void compact(int i) {
        if (i + 1 == levels.size()) {
            levels.add(new Level());
        }
        Level level = levels.get(i);
        Arrays.sort(level.items, 0, level.size);
        // An odd one out stays, so that the weights keep their sum.
        int even = level.size & ~1;
        for (int j = level.odd ? 1 : 0; j < even; j += 2) {
            levels.get(i + 1).add(level.items[j]);
        }
        level.odd = !level.odd;
        if (level.size > even) {
            level.items[0] = level.items[even];
        }
        level.size -= even;
    }

    /** The items of each level. */
    List<double[]> data() {
        return levels.stream()
                .map(level -> Arrays.copyOf(level.items, level.size))
                .toList();
    }

    /** All items in order. */
    List<Weighted> sorted() {
        List<Weighted> all = new ArrayList<>();
        for (int i = 0; i < levels.size(); i++) {
            for (int j = 0; j < levels.get(i).size; j++) {
                all.add(new Weighted(levels.get(i).items[j], 1L << i));
            }
        }
        all.sort((a, b) -> Double.compare(a.value(), b.value()));
        return all;
    }

    /** About how many numbers lie in each of the intervals between the bounds; the last includes its end. */
    long[] counts(double[] bounds) {
        long[] counts = new long[bounds.length - 1];
        for (Weighted item : sorted()) {
            int at = Arrays.binarySearch(bounds, item.value());
            int interval = at >= 0 ? at : -at - 2;
            counts[Math.clamp(interval, 0, counts.length - 1)] += item.weight();
        }
        return counts;
    }
}
