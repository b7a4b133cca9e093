package dev.atelier.autopilot.worker.feature;

import dev.atelier.autopilot.worker.data.Column;
import dev.atelier.autopilot.worker.data.Table;
import java.util.List;

/** One column a frequent category; rare, unknown and missing ones share the last. */
public record OneHotEncoder(String column, List<String> categories) implements Encoder {

    private static final int LIMIT = 60;
    private static final int LEAST = 3;
    private static final int BUDGET = 1000;
    private static final int MINIMUM = 5;

    /**
     * Fits.
     *
     * @param columns how many columns share the budget of the matrix
     */
    static OneHotEncoder fit(String column, Table table, int[] rows, int columns) {
        int limit = Math.clamp(BUDGET / Math.max(1, columns), LEAST, LIMIT);
        return new OneHotEncoder(column, Categories.frequent(table.strings(column), rows, MINIMUM, limit));
    }

    @Override
    public int width() {
        return categories.size() + 1;
    }

    @Override
    public void encode(Table table, int[] rows, double[] out, int stride, int at) {
        Column.Strings strings = table.strings(column);
        int other = categories.size();
        int[] map = Categories.map(strings, categories, other);
        for (int i = 0; i < rows.length; i++) {
            int code = strings.codes()[rows[i]];
            out[i * stride + at + (code < 0 ? other : map[code])] = 1;
        }
    }
}
