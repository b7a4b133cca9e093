package dev.atelier.autopilot.worker.profile;

import dev.atelier.autopilot.worker.data.Values;
import dev.atelier.autopilot.worker.job.JobRequest;
import dev.atelier.autopilot.worker.job.ProblemType;
import dev.atelier.autopilot.worker.job.Refusal;
import dev.atelier.autopilot.worker.job.RefusedException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Whether there is a target that can be learned. */
final class TargetCheck {

    private static final double MOST_RARE_ROWS = 0.05;

    private final JobRequest request;
    private final ColumnSniffer target;

    private TargetCheck(JobRequest request, ColumnSniffer target) {
        this.request = request;
        this.target = target;
    }

    static TargetCheck of(JobRequest request, FileScan scan) {
        String name = request.targetColumn();
        return scan.columns().stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .map(column -> new TargetCheck(request, column))
                .orElseThrow(() -> new RefusedException(
                        Refusal.Code.TARGET_NOT_FOUND, RefusedException.TARGET, notFound(name, scan.names())));
    }

    ColumnSniffer target() {
        return target;
    }

    ProblemType problemType() {
        checkNotConstant();
        ProblemType detected = ProblemTypes.detect(target);
        ProblemType type = request.problemType() == null ? detected : request.problemType();
        if (type == ProblemType.BINARY_CLASSIFICATION && target.distinct() != 2) {
            throw wrongType("The target '" + target.name() + "' has " + target.distinct()
                    + " different values, not two; use MulticlassClassification"
                    + (target.allNumeric() ? " or Regression." : "."));
        }
        if (type == ProblemType.REGRESSION && !target.allNumeric()) {
            Map.Entry<String, Long> bad = target.badToken();
            throw wrongType("The target '" + target.name() + "' has the value '" + (bad == null ? "" : bad.getKey())
                    + "' in row " + (bad == null ? 0 : bad.getValue())
                    + ", which is not a number; correct it or use a classification.");
        }
        if (type == ProblemType.MULTICLASS_CLASSIFICATION && target.distinct() > ProblemTypes.MAX_CLASSES) {
            throw RefusedException.target("The target '" + target.name() + "' has " + target.distinct()
                    + " different values, more than the " + ProblemTypes.MAX_CLASSES
                    + " classes that can be told apart; is it the right column?");
        }
        if (type.isClassification()) {
            Map<String, Integer> sizes = new LinkedHashMap<>();
            classes().forEach(label -> sizes.put(label, target.count(label)));
            checkSizes(sizes, "");
        }
        return type;
    }

    /** The classes in order: by number if all are numbers, else by name. The last of two is the positive one. */
    List<String> classes() {
        List<String> labels = new ArrayList<>(target.values());
        labels.sort(
                target.allNumeric()
                        ? Comparator.<String>comparingDouble(Values::number).thenComparing(Comparator.naturalOrder())
                        : Comparator.naturalOrder());
        return labels;
    }

    private void checkNotConstant() {
        if (target.present() == 0) {
            throw RefusedException.target(
                    "The target '" + target.name() + "' has no values at all; is it the right column?");
        }
        if (target.distinct() < 2) {
            String only = target.values().getFirst();
            throw RefusedException.target("The target '" + target.name() + "' is '" + only
                    + "' in every row; there is nothing to learn. Use data with at least two different values.");
        }
    }

    /** Checks again what is left of the classes without the rows that have no weight; a class that is only a name cannot be learned. */
    void checkWeighed(Map<String, Integer> sizes) {
        if (sizes.isEmpty()) {
            return;
        }
        sizes.forEach((label, size) -> {
            if (size == 0) {
                throw RefusedException.target("The class '" + label + "' of the target '" + target.name()
                        + "' has no row with a weight above 0; give it such rows, or remove its rows.");
            }
        });
        checkSizes(sizes, " with a weight above 0");
    }

    /**
     * A class with fewer rows than folds is learned but not measured; there must be two that are measured, and few rows that are not. Of two classes both are
     * needed.
     */
    private void checkSizes(Map<String, Integer> sizes, String which) {
        int minimum = request.holdsOut() ? 2 : request.foldCount();
        List<Map.Entry<String, Integer>> rare = sizes.entrySet().stream()
                .filter(entry -> entry.getValue() < minimum)
                .toList();
        long rows = rare.stream().mapToLong(Map.Entry::getValue).sum();
        long all = sizes.values().stream().mapToLong(Integer::longValue).sum();
        if (sizes.size() - rare.size() < 2 || rows > MOST_RARE_ROWS * all) {
            Map.Entry<String, Integer> first = rare.getFirst();
            throw RefusedException.target("The class '" + first.getKey() + "' of the target '" + target.name()
                    + "' has only " + first.getValue() + " rows" + which + ", at least " + minimum + " are needed"
                    + (rare.size() > 1 ? " (as " + (rare.size() - 1) + " more classes have too few)" : "")
                    + "; add rows of it, merge it with another class, or remove its rows.");
        }
    }

    private static RefusedException wrongType(String message) {
        return new RefusedException(Refusal.Code.TARGET_INVALID, "problemType", message);
    }

    private static String notFound(String name, List<String> names) {
        String lower = name.toLowerCase(Locale.ROOT);
        String close = names.stream()
                .min(Comparator.comparingInt(other -> distance(lower, other.toLowerCase(Locale.ROOT))))
                .filter(other -> distance(lower, other.toLowerCase(Locale.ROOT)) <= Math.max(1, name.length() / 3))
                .map(other -> "; did you mean '" + other + "'?")
                .orElse(".");
        return "There is no column '" + name + "'" + close + " The columns are: "
                + String.join(", ", names.subList(0, Math.min(50, names.size()))) + (names.size() > 50 ? ", …" : "");
    }

    /** Levenshtein's. */
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replace = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replace, 1 + Math.min(previous[j], row[j - 1]));
            }
            previous = row;
        }
        return previous[b.length()];
    }
}
