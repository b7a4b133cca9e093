package dev.atelier.autopilot.worker.data;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Grows one column value by value. */
public sealed interface ColumnBuilder {

    /** Where nobody knows how many there will be. */
    int FEW_ROWS = 16;

    /**
     * Appends a value; null and missing tokens are missing values.
     *
     * @return false if the value is not of the column's type (it is then kept as missing)
     */
    boolean add(@Nullable CharSequence value);

    /** The column; the builder is of no use afterwards and holds no values, so that a large table is not there twice. */
    Column build();

    static ColumnBuilder of(InputColumn column) {
        return of(column, FEW_ROWS);
    }

    /**
     * A builder.
     *
     * @param rows how many are expected; more are possible
     */
    static ColumnBuilder of(InputColumn column, int rows) {
        int capacity = Math.max(FEW_ROWS, rows);
        return column.type().isNumber() ? new Numbers(column, capacity) : new Strings(column.name(), capacity);
    }

    /** Numbers and dates. */
    final class Numbers implements ColumnBuilder {

        private final InputColumn column;
        private double[] values;
        private int rows;

        Numbers(InputColumn column, int capacity) {
            this.column = column;
            this.values = new double[capacity];
        }

        @Override
        public boolean add(@Nullable CharSequence value) {
            boolean missing = value == null || Values.isMissing(value);
            double number = missing ? Double.NaN : column.number(value);
            if (rows == values.length) {
                values = Arrays.copyOf(values, rows * 2);
            }
            values[rows++] = number;
            return missing || !Double.isNaN(number) || column.isTolerated(value);
        }

        @Override
        public Column build() {
            double[] exact = values.length == rows ? values : Arrays.copyOf(values, rows);
            values = new double[0];
            return new Column.Numbers(column.name(), exact);
        }
    }

    /** Categories, booleans and text. */
    final class Strings implements ColumnBuilder {

        private final String name;
        private final Dictionary dictionary = new Dictionary();
        private int[] codes;
        private int rows;

        Strings(String name, int capacity) {
            this.name = name;
            this.codes = new int[capacity];
        }

        @Override
        public boolean add(@Nullable CharSequence value) {
            int code = -1;
            if (value != null && !Values.isMissing(value)) {
                code = dictionary.code(value, Integer.MAX_VALUE);
            }
            if (rows == codes.length) {
                codes = Arrays.copyOf(codes, rows * 2);
            }
            codes[rows++] = code;
            return true;
        }

        @Override
        public Column build() {
            int[] exact = codes.length == rows ? codes : Arrays.copyOf(codes, rows);
            codes = new int[0];
            return new Column.Strings(name, exact, dictionary.words());
        }
    }
}
