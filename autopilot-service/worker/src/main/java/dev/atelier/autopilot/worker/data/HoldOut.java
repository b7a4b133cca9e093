package dev.atelier.autopilot.worker.data;

import java.util.Arrays;
import java.util.SplittableRandom;

/** One fold: rows that no candidate learns from, so that all are measured there. */
public sealed interface HoldOut extends Split {

    /**
     * A part of the rows, with the same share of each class, up to one row.
     *
     * @param fraction above 0 and below 1
     */
    record Part(double fraction) implements HoldOut {

        @Override
        public Folds deal(double[] target, boolean classes, int count, long seed) {
            long[] ties = new SplittableRandom(seed).longs(target.length).toArray();
            int[] order = Stratified.order(classes ? target : new double[target.length], ties);
            byte[] assignment = none(target.length);
            for (int i = 0; i < order.length; i++) {
                if (Math.floor((i + 1) * fraction) > Math.floor(i * fraction)) {
                    assignment[order[i]] = 0;
                }
            }
            return folds(assignment, target, classes);
        }
    }

    /**
     * The last rows, which came from a table of their own.
     *
     * @param first the first of them
     */
    record Last(int first) implements HoldOut {

        @Override
        public Folds deal(double[] target, boolean classes, int count, long seed) {
            byte[] assignment = none(target.length);
            Arrays.fill(assignment, Math.min(first, target.length), target.length, (byte) 0);
            return folds(assignment, target, classes);
        }
    }

    private static byte[] none(int rows) {
        byte[] assignment = new byte[rows];
        Arrays.fill(assignment, Folds.NO_FOLD);
        return assignment;
    }

    private static Folds folds(byte[] assignment, double[] target, boolean classes) {
        Folds folds = Folds.of(assignment, 1);
        return classes ? folds.measuringKnownClasses(target) : folds;
    }
}
