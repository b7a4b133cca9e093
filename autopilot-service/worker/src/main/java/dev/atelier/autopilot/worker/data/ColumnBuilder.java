package dev.atelier.autopilot.worker.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Grows one column value by value. */
public sealed interface ColumnBuilder {

    /**
     * Appends a value; null and missing tokens are missing values.
     *
     * @return false if the value is not of the column's type (it is then kept as missing)
     */
    boolean add(@Nullable String value);

    /** The column; the builder is of no use afterwards and holds no values, so that a large table is not there twice. */
    Column build();

    static ColumnBuilder of(InputColumn column) {
        return column.type().isNumber() ? new Numbers(column) : new Strings(column.name());
    }

    /** Numbers and dates. */
    final class Numbers implements ColumnBuilder {

        private static final int INITIAL = 256;

        private final InputColumn column;
        private double[] values = new double[INITIAL];
        private int rows;

        Numbers(InputColumn column) {
            this.column = column;
        }

        @Override
        public boolean add(@Nullable String value) {
            boolean missing = value == null || Values.isMissing(value);
            double number = missing ? Double.NaN : column.number(value);
            if (rows == values.length) {
                values = Arrays.copyOf(values, rows * 2);
            }
            values[rows++] = number;
            return missing || !Double.isNaN(number);
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

        private static final int INITIAL = 256;

        private final String name;
        private final Map<String, Integer> index = new HashMap<>();
        private final List<String> dictionary = new ArrayList<>();
        private int[] codes = new int[INITIAL];
        private int rows;

        Strings(String name) {
            this.name = name;
        }

        @Override
        public boolean add(@Nullable String value) {
            int code = -1;
            if (value != null && !Values.isMissing(value)) {
                Integer known = index.get(value);
                if (known == null) {
                    known = dictionary.size();
                    index.put(value, known);
                    dictionary.add(value);
                }
                code = known;
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
            return new Column.Strings(name, exact, dictionary);
        }
    }
}
