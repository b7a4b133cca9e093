package dev.atelier.autopilot.worker.explain;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Draws of rows. */
final class Sampling {

    private Sampling() {}

    /** Some of the rows, in order, without repetition. */
    static int[] rows(int[] from, int count, SplittableRandom random) {
        if (count >= from.length) {
            return from;
        }
        int[] drawn = from.clone();
        for (int i = 0; i < count; i++) {
            int j = i + random.nextInt(drawn.length - i);
            int swap = drawn[i];
            drawn[i] = drawn[j];
            drawn[j] = swap;
        }
        int[] first = Arrays.copyOf(drawn, count);
        Arrays.sort(first);
        return first;
    }

    /** The numbers from 0 in a random order. */
    static int[] shuffled(int count, SplittableRandom random) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
