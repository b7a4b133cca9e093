package dev.atelier.autopilot.worker.profile;

import dev.atelier.autopilot.worker.data.Column;
import dev.atelier.autopilot.worker.data.ColumnType;
import dev.atelier.autopilot.worker.data.Folds;
import dev.atelier.autopilot.worker.data.HoldOut;
import dev.atelier.autopilot.worker.data.InputColumn;
import dev.atelier.autopilot.worker.data.Split;
import dev.atelier.autopilot.worker.job.JobRequest;
import dev.atelier.autopilot.worker.job.Refusal;
import dev.atelier.autopilot.worker.job.RefusedException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The columns that say how rows are dealt to folds and how much they count. A group and a weight are no features: the one is not known of new rows, the other is
 * not about them. A time may be one.
 */
final class SplitColumns {

    private static final double MOST_UNMEASURED = 0.2;

    private final JobRequest request;
    private final FileScan scan;

    private SplitColumns(JobRequest request, FileScan scan) {
        this.request = request;
        this.scan = scan;
    }

    /** Checks that the columns exist, are different, and can be what they are asked to be. */
    static SplitColumns of(JobRequest request, FileScan scan) {
        SplitColumns columns = new SplitColumns(request, scan);
        if (request.groupColumn() != null && request.timeColumn() != null) {
            throw refused(
                    RefusedException.TIME,
                    "Rows can be split by '" + request.groupColumn() + "' or in the order of '" + request.timeColumn()
                            + "', not both; name a group or a time column.");
        }
        columns.checkColumn(request.groupColumn(), RefusedException.GROUP);
        columns.checkColumn(request.timeColumn(), RefusedException.TIME);
        columns.checkColumn(request.sampleWeightColumn(), RefusedException.WEIGHT);
        if (request.sampleWeightColumn() != null
                && (request.sampleWeightColumn().equals(request.groupColumn())
                        || request.sampleWeightColumn().equals(request.timeColumn()))) {
            throw refused(
                    RefusedException.WEIGHT,
                    "'" + request.sampleWeightColumn() + "' cannot be the weight and say how rows are split.");
        }
        columns.checkHoldOut();
        columns.checkTime();
        columns.checkFeatures();
        columns.checkTypes();
        return columns;
    }

    private void checkHoldOut() {
        Double fraction = request.validationFraction();
        if (fraction != null && !(fraction > 0 && fraction < 1)) {
            throw refused(RefusedException.VALIDATION, "The validation fraction must be above 0 and below 1.");
        }
        if (request.holdsOut() && (request.groupColumn() != null || request.timeColumn() != null)) {
            throw refused(
                    held(),
                    "Rows are either held out for validation or split by a group or a time column; leave one out.");
        }
    }

    private String held() {
        return request.validationFraction() == null ? RefusedException.VALIDATION_ROWS : RefusedException.VALIDATION;
    }

    private void checkFeatures() {
        if (request.featureColumns() == null) {
            return;
        }
        for (String name : request.featureColumns()) {
            checkColumn(name, RefusedException.FEATURES);
            if (name.equals(request.groupColumn()) || name.equals(request.sampleWeightColumn())) {
                throw refused(
                        RefusedException.FEATURES,
                        "'" + name + "' is the group or the weight of the rows and cannot be a feature; leave it out.");
            }
        }
    }

    private void checkColumn(@Nullable String name, String field) {
        if (name == null) {
            return;
        }
        if (name.equals(request.targetColumn())) {
            throw refused(field, "'" + name + "' is the target; name another column.");
        }
        if (!scan.names().contains(name)) {
            throw refused(
                    field,
                    "There is no column '" + name + "'. The columns are: "
                            + String.join(
                                    ", ",
                                    scan.names()
                                            .subList(
                                                    0, Math.min(50, scan.names().size()))));
        }
    }

    private void checkTime() {
        String name = request.timeColumn();
        if (name == null) {
            return;
        }
        ColumnSniffer column = scan.columns().get(scan.names().indexOf(name));
        if (column.type() != ColumnType.DATE && !column.allNumeric()) {
            throw refused(
                    RefusedException.TIME,
                    "'" + name + "' has neither dates nor numbers, so that it gives no order in time; use ISO 8601.");
        }
        if (column.missing() > 0) {
            throw refused(
                    RefusedException.TIME,
                    column.missing() + " rows have no value in '" + name + "'; fill them in or leave the rows out.");
        }
    }

    /** Where the weights are in the file; below 0 if there are none. */
    int weightIndex() {
        return request.sampleWeightColumn() == null ? -1 : scan.names().indexOf(request.sampleWeightColumn());
    }

    /** How the column is read: groups as names, times as numbers. */
    InputColumn input(InputColumn column) {
        String name = column.name();
        if (name.equals(request.groupColumn())) {
            return new InputColumn(name, ColumnType.CATEGORICAL, null, false);
        }
        if (name.equals(request.sampleWeightColumn())) {
            return new InputColumn(name, ColumnType.NUMERIC, null, false);
        }
        if (name.equals(request.timeColumn()) && !column.type().isNumber()) {
            return new InputColumn(name, ColumnType.NUMERIC, null, false);
        }
        ColumnType asked = request.typeOf(name);
        return asked == null || asked == column.type() ? column : new InputColumn(name, asked, null, true);
    }

    private void checkTypes() {
        if (request.featureTypes() == null) {
            return;
        }
        request.featureTypes().forEach((name, type) -> {
            checkColumn(name, RefusedException.TYPES);
            if (name.equals(request.timeColumn()) && !type.isNumber()) {
                throw refused(
                        RefusedException.TYPES, "Rows follow each other by '" + name + "'; it is numeric or a date.");
            }
            ColumnSniffer column = scan.columns().get(scan.names().indexOf(name));
            if (column.present() > 0 && type.isNumber() && type != column.type()) {
                checkNumbers(column, type);
            }
        });
    }

    /** Numbers may look like something else, for example like a key; dates look like dates only. */
    private static void checkNumbers(ColumnSniffer column, ColumnType type) {
        if (type == ColumnType.DATE) {
            throw refused(
                    RefusedException.TYPES,
                    "The values of '" + column.name()
                            + "' are not dates of one form; write them as ISO 8601 or choose another type.");
        }
        var bad = column.badToken();
        if (bad != null) {
            throw refused(
                    RefusedException.TYPES,
                    column.notNumeric() + " values of '" + column.name() + "' are no numbers, the first is '"
                            + bad.getKey() + "' in row " + bad.getValue() + "; mend them or choose another type.");
        }
    }

    /** Why the column is no feature; null if it may be one. */
    @Nullable
    String reason(String name) {
        if (name.equals(request.groupColumn())) {
            return "names the group by which rows are split";
        }
        if (name.equals(request.sampleWeightColumn())) {
            return "is the weight of the rows";
        }
        return request.mayUse(name) ? null : "is not among the feature columns of the job";
    }

    Split split(List<InputColumn> inputs, Loader.Loaded loaded) {
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
        Map<Integer, Integer> numbers = new java.util.HashMap<>();
        return Arrays.stream(groups)
                .map(group -> Objects.requireNonNullElseGet(
                        numbers.putIfAbsent(group, numbers.size()), () -> numbers.get(group)))
                .toArray();
    }

    /** That every fold has rows to learn from and to be measured on, and, of classes, at least two of both. */
    void check(Folds folds, double[] target, boolean classes) {
        if (request.holdsOut()) {
            checkHeldOut(folds, target, classes);
            return;
        }
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
                    held(),
                    "The rows that are learned from and those that are held out must both have a target"
                            + (classes ? ", of two classes at least" : "")
                            + "; hold out other rows, or a larger part.");
        }
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
