package dev.atelier.autopilot.worker.learner;

import dev.atelier.autopilot.worker.learner.BoostedTreesBuilder.Missing;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** LightGBM's trees from its model text (format v4), which predict a row alone to the bit as LightGBM does. */
final class LightGbmTrees implements RowTrees {

    /** What is nearer to 0 is 0 (LightGBM's kZeroThreshold). */
    private static final double ZERO = 1e-35f;

    private static final int CATEGORICAL = 1;
    private static final int DEFAULT_LEFT = 2;
    private static final int MISSING_SHIFT = 2;
    private static final int MISSING_NONE = 0;
    private static final int MISSING_NAN = 2;

    private final BoostedTrees trees;
    private final Link link;
    private final int outputs;

    private LightGbmTrees(BoostedTrees trees, Link link, int outputs) {
        this.trees = trees;
        this.link = link;
        this.outputs = outputs;
    }

    /** The trees of a model; null if it has what is not known here, and is left to the library. */
    static @Nullable LightGbmTrees of(byte[] text, int outputs) {
        LightGbmText reader = new LightGbmText(text);
        Map<String, LightGbmText.Value> header = reader.section();
        Link link = link(text(header, "objective"));
        if (link == null
                || header.containsKey("average_output")
                || !text(header, "num_tree_per_iteration").equals(Integer.toString(outputs))) {
            return null;
        }
        BoostedTreesBuilder builder = new BoostedTreesBuilder();
        while (reader.hasTree()) {
            if (!add(builder, reader.section())) {
                return null;
            }
        }
        BoostedTrees trees = builder.build();
        return trees == null ? null : new LightGbmTrees(trees, link, outputs);
    }

    private static String text(Map<String, LightGbmText.Value> section, String name) {
        return section.getOrDefault(name, LightGbmText.NONE).text();
    }

    private static @Nullable Link link(String objective) {
        return switch (objective) {
            case "binary sigmoid:1" -> Link.LOGISTIC;
            case "regression" -> Link.IDENTITY;
            case "poisson", "tweedie" -> Link.EXPONENTIAL;
            default -> objective.startsWith("multiclass num_class:") ? Link.SOFTMAX : null;
        };
    }

    private static boolean add(BoostedTreesBuilder builder, Map<String, LightGbmText.Value> tree) {
        builder.tree();
        double[] leaves = numbers(tree, "leaf_value");
        for (double leaf : leaves) {
            builder.leaf(leaf);
        }
        if (leaves.length == 1) {
            builder.onlyLeaf();
            return true;
        }
        int[] columns = integers(tree, "split_feature");
        double[] thresholds = numbers(tree, "threshold");
        int[] decisions = integers(tree, "decision_type");
        int[] left = integers(tree, "left_child");
        int[] right = integers(tree, "right_child");
        int[] boundaries = integers(tree, "cat_boundaries");
        int[] members = integers(tree, "cat_threshold");
        for (int i = 0; i < columns.length; i++) {
            if ((decisions[i] & CATEGORICAL) != 0) {
                int set = (int) thresholds[i];
                int[] own = Arrays.copyOfRange(members, boundaries[set], boundaries[set + 1]);
                builder.category(columns[i], own, true, false, left[i], right[i]);
                continue;
            }
            int missing = (decisions[i] >> MISSING_SHIFT) & 3;
            if (missing != MISSING_NONE && missing != MISSING_NAN) {
                return false;
            }
            Missing side = missing == MISSING_NONE
                    ? Missing.AS_ZERO
                    : (decisions[i] & DEFAULT_LEFT) != 0 ? Missing.LEFT : Missing.RIGHT;
            builder.number(columns[i], thresholds[i], side, left[i], right[i]);
        }
        return text(tree, "is_linear").equals("0");
    }

    private static double[] numbers(Map<String, LightGbmText.Value> tree, String name) {
        return tree.getOrDefault(name, LightGbmText.NONE).numbers();
    }

    private static int[] integers(Map<String, LightGbmText.Value> tree, String name) {
        return tree.getOrDefault(name, LightGbmText.NONE).integers();
    }

    @Override
    public BoostedTrees trees() {
        return trees;
    }

    @Override
    public double[] predict(double[] row) {
        double[] values = new double[row.length];
        for (int j = 0; j < values.length; j++) {
            values[j] = Math.abs(row[j]) <= ZERO ? 0 : row[j];
        }
        double[] leaves = trees.leaves(values);
        double[] sums = new double[outputs];
        for (int t = 0; t < leaves.length; ) {
            for (int k = 0; k < outputs; k++) {
                sums[k] += leaves[t++];
            }
        }
        link(sums);
        return sums;
    }

    private void link(double[] sums) {
        switch (link) {
            case LOGISTIC -> sums[0] = 1 / (1 + NativeMath.exp(-sums[0]));
            case EXPONENTIAL -> sums[0] = NativeMath.exp(sums[0]);
            case SOFTMAX -> {
                double most = Arrays.stream(sums).max().orElseThrow();
                double total = 0;
                for (int k = 0; k < sums.length; k++) {
                    sums[k] = NativeMath.exp(sums[k] - most);
                    total += sums[k];
                }
                for (int k = 0; k < sums.length; k++) {
                    sums[k] /= total;
                }
            }
            case IDENTITY -> {
                // Sums are predictions.
            }
        }
    }
}
