package dev.atelier.autopilot.worker.explain;

import dev.atelier.autopilot.worker.data.Column;
import dev.atelier.autopilot.worker.data.ColumnType;
import dev.atelier.autopilot.worker.data.InputColumn;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Values as people read them. */
final class Text {

    private static final double EXACT = 1e15;

    private Text() {}

    static @Nullable String of(InputColumn input, Column column, int row) {
        return switch (column) {
            case Column.Numbers numbers ->
                Double.isNaN(numbers.values()[row]) ? null : of(input, numbers.values()[row]);
            case Column.Strings strings ->
                strings.codes()[row] < 0 ? null : strings.dictionary().get(strings.codes()[row]);
        };
    }

    static String of(InputColumn input, double value) {
        return input.type() == ColumnType.DATE
                ? Instant.ofEpochSecond((long) value).toString()
                : number(value);
    }

    /** Whole numbers without a point. */
    static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < EXACT
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
