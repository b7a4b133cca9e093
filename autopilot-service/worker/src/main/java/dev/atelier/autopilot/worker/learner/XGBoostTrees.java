package dev.atelier.autopilot.worker.learner;

import dev.atelier.autopilot.worker.learner.BoostedTreesBuilder.Missing;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** XGBoost's trees from its model in UBJSON, which predict a row alone to the bit as XGBoost does. */
final class XGBoostTrees implements RowTrees {

    private static final int NO_CHILD = -1;
    private static final int CATEGORICAL = 1;

    /** Of XGBoost's logistic function: neither overflows. */
    private static final float MOST_EXPONENT = 88.7f;

    private static final float TINY = 1e-16f;

    private final BoostedTrees trees;
    private final Link link;
    private final int outputs;
    private final float[] base;

    private XGBoostTrees(BoostedTrees trees, Link link, int outputs, float[] base) {
        this.trees = trees;
        this.link = link;
        this.outputs = outputs;
        this.base = base;
    }

    /** The trees of a model; null if it has what is not known here, and is left to the library. */
    static @Nullable XGBoostTrees of(byte[] model, int outputs) {
        Map<?, ?> learner = child(UniversalBinaryJson.read(model), "learner");
        Link link = link(String.valueOf(child(learner, "objective").get("name")));
        Map<?, ?> booster = child(learner, "gradient_booster");
        if (link == null || !"gbtree".equals(booster.get("name"))) {
            return null;
        }
        Map<?, ?> forest = child(booster, "model");
        List<?> classes = (List<?>) forest.get("tree_info");
        List<?> trees = (List<?>) forest.get("trees");
        BoostedTreesBuilder builder = new BoostedTreesBuilder();
        for (int t = 0; t < trees.size(); t++) {
            if (((Number) classes.get(t)).intValue() != t % outputs || !add(builder, (Map<?, ?>) trees.get(t))) {
                return null;
            }
        }
        BoostedTrees built = builder.build();
        if (built == null) {
            return null;
        }
        float[] base = base(String.valueOf(child(learner, "learner_model_param").get("base_score")), link, outputs);
        return base == null ? null : new XGBoostTrees(built, link, outputs, base);
    }

    /** The sums before the first tree, from scores before the link: one, or one an output. */
    private static float @Nullable [] base(String text, Link link, int outputs) {
        String[] scores = text.replaceAll("[\\[\\]]", "").split(",", -1);
        if (scores.length != 1 && scores.length != outputs) {
            return null;
        }
        float[] base = new float[outputs];
        for (int k = 0; k < outputs; k++) {
            float score = Float.parseFloat(scores[scores.length == 1 ? 0 : k]);
            base[k] = switch (link) {
                case LOGISTIC -> -NativeMath.log(1 / score - 1);
                case EXPONENTIAL -> NativeMath.log(score);
                case SOFTMAX, IDENTITY -> score;
            };
        }
        return base;
    }

    private static boolean add(BoostedTreesBuilder builder, Map<?, ?> tree) {
        int[] left = (int[]) tree.get("left_children");
        int[] right = (int[]) tree.get("right_children");
        int[] columns = (int[]) tree.get("split_indices");
        int[] missingLeft = (int[]) tree.get("default_left");
        int[] kinds = (int[]) tree.get("split_type");
        float[] conditions = (float[]) tree.get("split_conditions");
        if (left == null
                || right == null
                || columns == null
                || missingLeft == null
                || kinds == null
                || conditions == null) {
            return false;
        }
        builder.tree();
        int[] renamed = new int[left.length];
        int nodes = 0;
        int leaves = 0;
        for (int i = 0; i < left.length; i++) {
            if (left[i] == NO_CHILD) {
                renamed[i] = ~leaves++;
                builder.leaf(conditions[i]);
            } else {
                renamed[i] = nodes++;
            }
        }
        if (nodes == 0) {
            builder.onlyLeaf();
            return leaves == 1;
        }
        Map<Integer, int[]> members = members(tree);
        for (int i = 0; i < left.length; i++) {
            if (left[i] == NO_CHILD) {
                continue;
            }
            int toLeft = renamed[left[i]];
            int toRight = renamed[right[i]];
            boolean missing = missingLeft[i] != 0;
            if (kinds[i] == CATEGORICAL) {
                builder.category(columns[i], members.getOrDefault(i, new int[0]), false, missing, toLeft, toRight);
            } else {
                // below the condition, so up to the next number
                double upTo = Math.nextDown((double) conditions[i]);
                builder.number(columns[i], upTo, missing ? Missing.LEFT : Missing.RIGHT, toLeft, toRight);
            }
        }
        return true;
    }

    /** By node the categories that go right, a bit each. */
    private static Map<Integer, int[]> members(Map<?, ?> tree) {
        int[] categories = (int[]) tree.get("categories");
        int[] nodes = (int[]) tree.get("categories_nodes");
        int[] segments = (int[]) tree.get("categories_segments");
        int[] sizes = (int[]) tree.get("categories_sizes");
        Map<Integer, int[]> members = new HashMap<>();
        for (int n = 0; n < nodes.length; n++) {
            int[] own = Arrays.copyOfRange(categories, segments[n], segments[n] + sizes[n]);
            int[] bits = new int[Arrays.stream(own).max().orElse(0) / Integer.SIZE + 1];
            for (int category : own) {
                bits[category / Integer.SIZE] |= 1 << (category % Integer.SIZE);
            }
            members.put(nodes[n], bits);
        }
        return members;
    }

    @Override
    public BoostedTrees trees() {
        return trees;
    }

    @Override
    public double[] predict(double[] row) {
        double[] values = new double[row.length];
        Arrays.setAll(values, j -> XGBoost.number(row[j]));
        double[] leaves = trees.leaves(values);
        float[] sums = base.clone();
        for (int t = 0; t < leaves.length; ) {
            for (int k = 0; k < outputs; k++) {
                sums[k] += (float) leaves[t++];
            }
        }
        link(sums);
        double[] predictions = new double[outputs];
        Arrays.setAll(predictions, k -> sums[k]);
        return predictions;
    }

    private void link(float[] sums) {
        switch (link) {
            case LOGISTIC -> sums[0] = 1 / (NativeMath.exp(Math.min(-sums[0], MOST_EXPONENT)) + 1 + TINY);
            case EXPONENTIAL -> sums[0] = NativeMath.exp(sums[0]);
            case SOFTMAX -> softmax(sums);
            case IDENTITY -> {
                // Sums are predictions.
            }
        }
    }

    private static void softmax(float[] sums) {
        float most = sums[0];
        for (float sum : sums) {
            most = Math.max(most, sum);
        }
        double total = 0;
        for (int k = 0; k < sums.length; k++) {
            sums[k] = NativeMath.exp(sums[k] - most);
            total += sums[k];
        }
        for (int k = 0; k < sums.length; k++) {
            sums[k] /= (float) total;
        }
    }

    private static Map<?, ?> child(Map<?, ?> parent, String name) {
        return (Map<?, ?>) parent.get(name);
    }

    private static @Nullable Link link(String objective) {
        return switch (objective) {
            case "binary:logistic" -> Link.LOGISTIC;
            case "multi:softprob" -> Link.SOFTMAX;
            case "count:poisson", "reg:tweedie" -> Link.EXPONENTIAL;
            case "reg:squarederror" -> Link.IDENTITY;
            default -> null;
        };
    }
}
