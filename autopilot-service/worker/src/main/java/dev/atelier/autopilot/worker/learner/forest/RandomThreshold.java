package dev.atelier.autopilot.worker.learner.forest;

import java.util.Arrays;
import java.util.SplittableRandom;

/** ExtraTrees: one threshold a column, drawn evenly between the least and the greatest value in the node. */
final class RandomThreshold implements Splitter {
    private final TreeColumns columns;
    private final Criterion criterion;
    private final double[] left;
    private final double[] right;

    RandomThreshold(TreeColumns columns, Criterion criterion) {
        this.columns = columns;
        this.criterion = criterion;
        this.left = new double[criterion.width()];
        this.right = new double[criterion.width()];
    }

    @Override
    public boolean search(
            int column, int[] rows, int from, int to, double[] all, int minLeaf, Split best, SplittableRandom random) {
        float[] values = columns.column(column);
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (int i = from; i < to; i++) {
            float value = values[rows[i]];
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        if (min == max) {
            return false;
        }
        float threshold = (float) (min + random.nextDouble() * ((double) max - min));
        if (threshold >= max) {
            threshold = min;
        }
        Arrays.fill(left, 0);
        int count = 0;
        for (int i = from; i < to; i++) {
            int row = rows[i];
            if (values[row] <= threshold) {
                criterion.add(left, 0, row);
                count++;
            }
        }
        int rest = to - from - count;
        if (count >= minLeaf && rest >= minLeaf) {
            Criterion.rest(all, left, right);
            best.offer(column, threshold, criterion.purity(left, count) + criterion.purity(right, rest));
        }
        return true;
    }
}
