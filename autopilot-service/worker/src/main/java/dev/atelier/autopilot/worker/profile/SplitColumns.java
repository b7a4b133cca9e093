package dev.atelier.autopilot.worker.profile;

import dev.atelier.autopilot.worker.data.ColumnType;
import dev.atelier.autopilot.worker.data.InputColumn;
import dev.atelier.autopilot.worker.job.JobRequest;
import dev.atelier.autopilot.worker.job.Refusal;
import dev.atelier.autopilot.worker.job.RefusedException;
import org.jspecify.annotations.Nullable;

/**
 * The columns that say how rows are dealt to folds and how much they count. A group and a weight are no features: the one is not known of new rows, the other is
 * not about them. A time may be one.
 */
final class SplitColumns {

    private final JobRequest request;
    private final FileScan scan;

    private SplitColumns(JobRequest request, FileScan scan) {
        this.request = request;
        this.scan = scan;
    }

    /** Checks that the columns exist, are different, and can be what they are asked to be. */
    static SplitColumns of(JobRequest request, FileScan scan) {
        SplitColumns columns = new SplitColumns(request, scan);
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
        columns.checkTime();
        columns.checkFeatures();
        columns.checkTypes();
        return columns;
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

    private static RefusedException refused(String field, String message) {
        return new RefusedException(Refusal.Code.VALIDATION, field, message);
    }
}
