package dev.atelier.autopilot.worker.feature;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.atelier.autopilot.worker.data.Table;
import java.util.List;
import java.util.Locale;

/** Two numbers as their difference, product or quotient; missing where one is, or where it would be divided by 0. */
public record ArithmeticEncoder(String column, String other, Operation operation) implements Encoder {

    /** What is made of two numbers. */
    public enum Operation {
        DIFFERENCE,
        PRODUCT,
        QUOTIENT;

        @JsonValue
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The value; NaN where there is none. */
        double of(double a, double b) {
            double value = switch (this) {
                case DIFFERENCE -> a - b;
                case PRODUCT -> a * b;
                case QUOTIENT -> a / b;
            };
            return Double.isInfinite(value) ? Double.NaN : value;
        }
    }

    @Override
    public int width() {
        return 1;
    }

    @Override
    @JsonIgnore
    public List<String> columns() {
        return List.of(column, other);
    }

    @Override
    public void encode(Table table, int[] rows, double[] out, int stride, int at) {
        double[] a = table.numbers(column).values();
        double[] b = table.numbers(other).values();
        for (int i = 0; i < rows.length; i++) {
            out[i * stride + at] = operation.of(a[rows[i]], b[rows[i]]);
        }
    }
}
