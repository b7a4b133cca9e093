package dev.atelier.autopilot.worker.learner;

import java.util.Arrays;
import java.util.Random;

/** What nodes ask of one column. */
sealed interface TreeQuestions {

    /** Says where the row stands: at nodes whose place is not below, it goes left. */
    void place(double[] row, int[] places);

    int column();

    /** A value about which the answer may be wrong when it is nearly right. */
    double example(Random random);

    /**
     * One question: up to which of the thresholds the number is not above.
     *
     * @param thresholds in order, each once
     * @param missing the place of a missing value
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Thresholds(int question, int column, double[] thresholds, int missing) implements TreeQuestions {

        /** A place that is left at every node. */
        static final int LEFT = 0;

        /** A place that is right at every node. */
        static final int RIGHT = Integer.MAX_VALUE;

        @Override
        public void place(double[] row, int[] places) {
            double value = row[column];
            places[question] = Double.isNaN(value) ? missing : place(thresholds, value);
        }

        @Override
        public double example(Random random) {
            double threshold = thresholds[random.nextInt(thresholds.length)];
            return switch (random.nextInt(3)) {
                case 0 -> Math.nextDown((float) threshold);
                case 1 -> Math.nextUp((float) threshold);
                default -> threshold;
            };
        }

        /** The index of the first threshold that is not below a number. */
        static int place(double[] thresholds, double value) {
            int low = 0;
            int high = thresholds.length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (thresholds[middle] < value) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }
    }

    /**
     * Questions in a row: whether the category is a member of a set.
     *
     * @param count of sets
     * @param members a bit a category: the first 32 categories of every set, then the next 32 of every set
     * @param inside the place of a member, 0 (left) or 1 (right); others have the other place
     * @param missing the place of a missing value
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Sets(int first, int column, int count, int[] members, int inside, int missing) implements TreeQuestions {

        @Override
        public void place(double[] row, int[] places) {
            double value = row[column];
            int category = (int) value;
            int from = (category >> 5) * count;
            if (Double.isNaN(value) || category < 0 || from >= members.length) {
                Arrays.fill(places, first, first + count, Double.isNaN(value) ? missing : 1 - inside);
                return;
            }
            int outside = 1 - inside;
            for (int set = 0; set < count; set++) {
                places[first + set] = ((members[from + set] >>> category) & 1) ^ outside;
            }
        }

        @Override
        public double example(Random random) {
            return random.nextInt(Integer.SIZE * members.length / count + 1);
        }
    }
}
