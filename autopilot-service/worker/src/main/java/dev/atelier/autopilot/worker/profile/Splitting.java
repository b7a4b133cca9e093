package dev.atelier.autopilot.worker.profile;

import dev.atelier.autopilot.worker.data.Column;
import dev.atelier.autopilot.worker.data.Folds;
import dev.atelier.autopilot.worker.data.HoldOut;
import dev.atelier.autopilot.worker.data.InputColumn;
import dev.atelier.autopilot.worker.data.Split;
import dev.atelier.autopilot.worker.job.JobRequest;
import dev.atelier.autopilot.worker.job.Refusal;
import dev.atelier.autopilot.worker.job.RefusedException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * How the rows of a job are split into those that are learned from and those that are measured: as the request says, else by how many there are. That follows from
 * the data alone, so that a plan that is run again has the same folds.
 */
final class Splitting {

    private static final int MIN_FOLDS = 2;
    private static final int MAX_FOLDS = 20;
    private static final int MORE_FOLDS = 8;
    private static final int FEW_ROWS = 10_000;

    /** From so many on a part of them tells what a candidate is worth, and learning it once leaves time for more and longer trials. */
    private static final int MANY_ROWS = 100_000;

    private static final double HELD_OUT_OF_MANY = 0.1;

    /** Fewer held-out rows of a class would tell too little of it. */
    private static final int LEAST_HELD_OUT = 100;

    private static final double MOST_UNMEASURED = 0.2;

    private final JobRequest request;

    Splitting(JobRequest request) {
        this.request = request;
    }

    /** Refuses what can be told without the data. */
    void checkRequest() {
        if (request.foldCount() < MIN_FOLDS || request.foldCount() > MAX_FOLDS) {
            throw refused("folds", "The number of folds must be from " + MIN_FOLDS + " to " + MAX_FOLDS + ".");
        }
        if (request.groupColumn() != null && request.timeColumn() != null) {
            throw refused(
                    RefusedException.TIME,
                    "Rows can be split by '" + request.groupColumn() + "' or in the order of '" + request.timeColumn()
                            + "', not both; name a group or a time column.");
        }
        Double fraction = request.validationFraction();
        if (fraction != null && !(fraction > 0 && fraction < 1)) {
            throw refused(RefusedException.VALIDATION, "The validation fraction must be above 0 and below 1.");
        }
        if (request.holdsOut() && namesColumn()) {
            throw refused(
                    heldOutField(),
                    "Rows are either held out for validation or split by a group or a time column; leave one out.");
        }
    }

    /**
     * Splits.
     *
     * @param rows of the file
     * @param sizes of the target's classes; empty for numbers
     * @param inputs all columns but the target
     * @throws RefusedException if a fold would have nothing to learn from or to be measured on
     */
    Folds deal(long rows, Map<String, Integer> sizes, List<InputColumn> inputs, Loader.Loaded loaded) {
        boolean classification = !sizes.isEmpty();
        Split split =
                isHeldOut(loaded.target().length, sizes) ? new HoldOut.Part(HELD_OUT_OF_MANY) : split(inputs, loaded);
        Folds folds = split.deal(loaded.target(), classification, count(rows, sizes), request.seedOrZero());
        if (request.holdsOut()) {
            checkHeldOut(folds, loaded.target(), classification);
        } else if (namesColumn()) {
            checkFolds(folds, loaded.target(), classification);
        }
        return folds;
    }

    /** More folds where rows are few, so that each model learns from more of them, unless a class is too small for that or a column says how rows are split. */
    private int count(long rows, Map<String, Integer> sizes) {
        boolean possible = sizes.values().stream().allMatch(size -> size >= 2 * MORE_FOLDS);
        return isFree() && possible && rows <= FEW_ROWS ? MORE_FOLDS : request.foldCount();
    }

    /** Whether rows are many, all classes among them, so that a part of them takes the place of folds, unless the request says how rows are split. */
    private boolean isHeldOut(int rows, Map<String, Integer> sizes) {
        boolean possible = sizes.values().stream().allMatch(size -> size * HELD_OUT_OF_MANY >= LEAST_HELD_OUT);
        return isFree() && !request.holdsOut() && possible && rows >= MANY_ROWS;
    }

    /** Whether the request leaves open how rows are split into folds. */
    private boolean isFree() {
        return request.folds() == null && !namesColumn();
    }

    private boolean namesColumn() {
        return request.groupColumn() != null || request.timeColumn() != null;
    }

    private Split split(List<InputColumn> inputs, Loader.Loaded loaded) {
        if (request.validationFraction() != null) {
            return new HoldOut.Part(request.validationFraction());
        }
        if (request.trainingRows() != null) {
            return new HoldOut.Last(loaded.training());
        }
        String name = request.groupColumn() == null ? request.timeColumn() : request.groupColumn();
        if (name == null) {
            return new Split.Stratified();
        }
        List<String> names = inputs.stream().map(InputColumn::name).toList();
        return switch (loaded.columns().get(names.indexOf(name))) {
            case Column.Strings strings -> byGroup(strings);
            case Column.Numbers numbers -> new Split.ByTime(numbers.values());
        };
    }

    /** A row without a group is a group of its own. */
    private Split byGroup(Column.Strings strings) {
        int[] groups = strings.codes().clone();
        int next = strings.dictionary().size();
        for (int row = 0; row < groups.length; row++) {
            if (groups[row] < 0) {
                groups[row] = next++;
            }
        }
        long distinct = Arrays.stream(groups).distinct().count();
        if (distinct < request.foldCount()) {
            throw refused(
                    RefusedException.GROUP,
                    "'" + strings.name() + "' has " + distinct + " groups, fewer than the " + request.foldCount()
                            + " folds; use fewer folds or another column.");
        }
        return new Split.ByGroup(renumbered(groups));
    }

    private static int[] renumbered(int[] groups) {
        Map<Integer, Integer> numbers = new HashMap<>();
        return Arrays.stream(groups)
                .map(group -> Objects.requireNonNullElseGet(
                        numbers.putIfAbsent(group, numbers.size()), () -> numbers.get(group)))
                .toArray();
    }

    /** That every fold has rows to learn from and to be measured on, and, of classes, at least two of both. */
    private void checkFolds(Folds folds, double[] target, boolean classes) {
        String field = request.groupColumn() != null ? RefusedException.GROUP : RefusedException.TIME;
        int measured = 0;
        for (int fold = 0; fold < folds.count(); fold++) {
            int[] training = folds.trainingRows(fold);
            int[] validation = folds.validationRows(fold);
            if (validation.length == 0
                    || training.length == 0
                    || (classes && distinct(target, training).size() < 2)) {
                throw refused(
                        field,
                        "Split so, fold " + (fold + 1) + " of " + folds.count()
                                + " has nothing to learn from or to be measured on"
                                + (classes ? " (it needs rows of two classes)" : "")
                                + "; use fewer folds or another column.");
            }
            measured += validation.length;
        }
        long inFolds = Arrays.stream(folds.allRows())
                .filter(row -> folds.fold(row) >= 0)
                .count();
        if (measured < (1 - MOST_UNMEASURED) * inFolds
                || (classes && distinct(target, folds.measuredRows()).size() < 2)) {
            throw refused(
                    field,
                    "Split so, most rows of some class are in one fold, so that it cannot be measured whether it is"
                            + " recognized; use another column.");
        }
    }

    private void checkHeldOut(Folds folds, double[] target, boolean classes) {
        int least = classes ? 2 : 1;
        if (distinct(target, folds.trainingRows(0)).size() < least
                || distinct(target, folds.measuredRows()).size() < least) {
            throw refused(
                    heldOutField(),
                    "The rows that are learned from and those that are held out must both have a target"
                            + (classes ? ", of two classes at least" : "")
                            + "; hold out other rows, or a larger part.");
        }
    }

    private String heldOutField() {
        return request.validationFraction() == null ? RefusedException.VALIDATION_ROWS : RefusedException.VALIDATION;
    }

    private static Set<Double> distinct(double[] target, int... rows) {
        Set<Double> values = new HashSet<>();
        for (int row : rows) {
            values.add(target[row]);
        }
        return values;
    }

    private static RefusedException refused(String field, String message) {
        return new RefusedException(Refusal.Code.VALIDATION, field, message);
    }
}
