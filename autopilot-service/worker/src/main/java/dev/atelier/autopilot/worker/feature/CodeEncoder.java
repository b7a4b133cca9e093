package dev.atelier.autopilot.worker.feature;

import dev.atelier.autopilot.worker.data.Column;
import dev.atelier.autopilot.worker.data.Table;
import java.util.List;

/**
 * A category as a code by falling frequency, for trees that split categories. All rare ones share one code, a category that was never seen is missing.
 *
 * @param rare whether the code after the last category stands for the rare ones
 */
public record CodeEncoder(String column, List<String> categories, boolean rare) implements Encoder {

    static final int LIMIT = 250;

    static CodeEncoder fit(String column, Table table, int[] rows) {
        List<String> all = Categories.frequent(table.strings(column), rows, 1, Integer.MAX_VALUE);
        List<String> kept = all.size() > LIMIT ? all.subList(0, LIMIT) : all;
        return new CodeEncoder(column, List.copyOf(kept), all.size() > LIMIT);
    }

    @Override
    public int width() {
        return 1;
    }

    @Override
    public boolean categorical() {
        return true;
    }

    @Override
    public void encode(Table table, int[] rows, double[] out, int stride, int at) {
        Column.Strings strings = table.strings(column);
        int[] map = Categories.map(strings, categories, rare ? categories.size() : -1);
        for (int i = 0; i < rows.length; i++) {
            int code = strings.codes()[rows[i]];
            int mapped = code < 0 ? -1 : map[code];
            out[i * stride + at] = mapped < 0 ? Double.NaN : mapped;
        }
    }
}
