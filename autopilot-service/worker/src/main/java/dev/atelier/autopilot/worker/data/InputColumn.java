package dev.atelier.autopilot.worker.data;

import org.jspecify.annotations.Nullable;

/**
 * A column of the training file other than the target.
 *
 * @param feature whether models use it
 */
public record InputColumn(
        String name, ColumnType type, @Nullable DateFormat dateFormat, boolean feature) {

    /** The number for a value that is not missing, or NaN if it is none. */
    public double number(CharSequence value) {
        return dateFormat == null ? Values.number(value) : dateFormat.parse(value.toString());
    }
}
