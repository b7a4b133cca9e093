package dev.atelier.autopilot.worker.learner;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects the nodes of a library's trees. */
final class BoostedTreesBuilder {

    /** Where a missing value goes. */
    enum Missing {
        LEFT,
        RIGHT,
        AS_ZERO
    }

    private record NumberKey(int column, Missing missing) {}

    private record SetKey(int column, boolean membersLeft, boolean missingLeft) {}

    private record CategoryKey(SetKey sets, List<Integer> members) {}

    private final Map<Object, Integer> questions = new LinkedHashMap<>();
    private final List<Integer> firstNode = new ArrayList<>();
    private final List<Integer> firstLeaf = new ArrayList<>();
    private int[] question = new int[1024];
    private double[] threshold = new double[1024];
    private int[] left = new int[1024];
    private int[] right = new int[1024];
    private int nodes;
    private double[] leaves = new double[1024];
    private int leafCount;

    /** Begins a tree, whose first node is the next. */
    void tree() {
        firstNode.add(nodes);
        firstLeaf.add(leafCount);
    }

    void leaf(double value) {
        if (leafCount == leaves.length) {
            leaves = Arrays.copyOf(leaves, 2 * leafCount);
        }
        leaves[leafCount++] = value;
    }

    /** A node that all rows leave for the tree's first leaf. */
    void onlyLeaf() {
        category(0, new int[0], true, true, ~0, ~0);
    }

    /** A node where numbers up to the threshold go left; children are nodes of the tree, or {@code ~leaf}. */
    void number(int column, double upTo, Missing missing, int toLeft, int toRight) {
        node(new NumberKey(column, missing), upTo, toLeft, toRight);
    }

    /** A node where the members, a bit each, go to one side and all other categories to the other. */
    void category(int column, int[] members, boolean membersLeft, boolean missingLeft, int toLeft, int toRight) {
        List<Integer> words = Arrays.stream(members).boxed().toList();
        node(new CategoryKey(new SetKey(column, membersLeft, missingLeft), words), 0, toLeft, toRight);
    }

    private void node(Object asked, double upTo, int toLeft, int toRight) {
        if (nodes == question.length) {
            question = Arrays.copyOf(question, 2 * nodes);
            threshold = Arrays.copyOf(threshold, 2 * nodes);
            left = Arrays.copyOf(left, 2 * nodes);
            right = Arrays.copyOf(right, 2 * nodes);
        }
        Integer known = questions.get(asked);
        if (known == null) {
            known = questions.size();
            questions.put(asked, known);
        }
        question[nodes] = known;
        threshold[nodes] = upTo;
        left[nodes] = toLeft;
        right[nodes++] = toRight;
    }

    /** The trees; null if they have more thresholds, questions or leaves than fit. */
    @Nullable
    BoostedTrees build() {
        double[][] thresholds = thresholds();
        boolean large = questions.size() > BoostedTrees.MOST_QUESTIONS
                || Arrays.stream(thresholds).anyMatch(each -> each.length > BoostedTrees.MOST_PLACES);
        if (large || !fit(left) || !fit(right)) {
            return null;
        }
        int[] numbers = new int[questions.size()];
        List<TreeQuestions> asked = asked(thresholds, numbers);
        long[] packed = new long[nodes];
        for (int i = 0; i < nodes; i++) {
            double[] own = thresholds[question[i]];
            int place = own.length == 0 ? 0 : TreeQuestions.Thresholds.place(own, threshold[i]);
            packed[i] = BoostedTrees.node(numbers[question[i]], place, left[i], right[i]);
        }
        return new BoostedTrees(
                asked, numbers.length, packed, Arrays.copyOf(leaves, leafCount), ints(firstNode), ints(firstLeaf));
    }

    private boolean fit(int[] children) {
        return Arrays.stream(children, 0, nodes)
                .allMatch(child -> Math.max(child, ~child) < BoostedTrees.MOST_CHILDREN);
    }

    /** By question its thresholds in order, each once; none for categories. */
    private double[][] thresholds() {
        List<Object> keys = List.copyOf(questions.keySet());
        int[] counts = new int[keys.size()];
        for (int i = 0; i < nodes; i++) {
            counts[question[i]]++;
        }
        double[][] all = new double[keys.size()][];
        Arrays.setAll(all, q -> new double[keys.get(q) instanceof NumberKey ? counts[q] : 0]);
        for (int i = nodes - 1; i >= 0; i--) {
            double[] own = all[question[i]];
            if (own.length > 0) {
                // Adding 0 makes one of both zeros.
                own[--counts[question[i]]] = threshold[i] + 0.0;
            }
        }
        for (int q = 0; q < all.length; q++) {
            all[q] = distinct(all[q]);
        }
        return all;
    }

    private static double[] distinct(double[] values) {
        Arrays.sort(values);
        int count = 0;
        for (double value : values) {
            if (count == 0 || values[count - 1] != value) {
                values[count++] = value;
            }
        }
        return Arrays.copyOf(values, count);
    }

    /**
     * The questions, those of sets of one column's categories in a row.
     *
     * @param numbers gets for each question its number
     */
    private List<TreeQuestions> asked(double[][] thresholds, int[] numbers) {
        List<TreeQuestions> asked = new ArrayList<>();
        Map<SetKey, List<CategoryKey>> sets = new LinkedHashMap<>();
        int next = 0;
        for (var each : questions.entrySet()) {
            int q = each.getValue();
            if (each.getKey() instanceof CategoryKey category) {
                sets.computeIfAbsent(category.sets, _ -> new ArrayList<>()).add(category);
            } else if (each.getKey() instanceof NumberKey number) {
                numbers[q] = next++;
                asked.add(new TreeQuestions.Thresholds(
                        numbers[q], number.column, thresholds[q], place(number.missing, thresholds[q])));
            }
        }
        for (var each : sets.entrySet()) {
            asked.add(sets(next, each.getKey(), each.getValue()));
            for (CategoryKey category : each.getValue()) {
                numbers[questions.get(category)] = next++;
            }
        }
        return asked;
    }

    private static int place(Missing missing, double[] thresholds) {
        return switch (missing) {
            case LEFT -> TreeQuestions.Thresholds.LEFT;
            case RIGHT -> TreeQuestions.Thresholds.RIGHT;
            case AS_ZERO -> TreeQuestions.Thresholds.place(thresholds, 0);
        };
    }

    private static TreeQuestions.Sets sets(int first, SetKey key, List<CategoryKey> all) {
        int words = all.stream().mapToInt(set -> set.members.size()).max().orElse(0);
        int[] members = new int[words * all.size()];
        for (int s = 0; s < all.size(); s++) {
            for (int w = 0; w < all.get(s).members.size(); w++) {
                members[w * all.size() + s] = all.get(s).members.get(w);
            }
        }
        return new TreeQuestions.Sets(
                first, key.column, all.size(), members, key.membersLeft ? 0 : 1, key.missingLeft ? 0 : 1);
    }

    private static int[] ints(List<Integer> list) {
        return list.stream().mapToInt(Integer::intValue).toArray();
    }
}
