package dev.atelier.autopilot.worker.feature;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.atelier.autopilot.worker.data.Column;
import dev.atelier.autopilot.worker.data.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Two categories as one, as the mean target of its rows. */
public record CrossEncoder(String column, String other, TargetEncoder means) implements Encoder {

    /** Between the names of two categories; no CSV has it. */
    private static final char BETWEEN = '\u0001';

    private static final String CROSSED = "crossed";

    static CrossEncoder fit(String column, String other, Table table, int[] rows, RowTargets targets) {
        return new CrossEncoder(
                column, other, TargetEncoder.fit(CROSSED, crossed(table, column, other), rows, targets));
    }

    @Override
    public int width() {
        return means.width();
    }

    @Override
    @JsonIgnore
    public List<String> columns() {
        return List.of(column, other);
    }

    @Override
    public void encode(Table table, int[] rows, double[] out, int stride, int at) {
        means.encode(crossed(table, column, other), rows, out, stride, at);
    }

    @Override
    public void encodeTraining(Table table, int[] rows, RowTargets targets, double[] out, int stride, int at) {
        means.encodeTraining(crossed(table, column, other), rows, targets, out, stride, at);
    }

    private static Table crossed(Table table, String column, String other) {
        return new Table(table.rows(), List.of(crossed(table.strings(column), table.strings(other))));
    }

    /** The pairs as one column; missing where one is. */
    static Column.Strings crossed(Column.Strings a, Column.Strings b) {
        Map<Long, Integer> index = new HashMap<>();
        List<String> dictionary = new ArrayList<>();
        int[] codes = new int[a.rows()];
        for (int row = 0; row < codes.length; row++) {
            int left = a.codes()[row];
            int right = b.codes()[row];
            if (left < 0 || right < 0) {
                codes[row] = -1;
                continue;
            }
            long pair = (long) left << Integer.SIZE | right;
            Integer known = index.get(pair);
            if (known == null) {
                known = dictionary.size();
                index.put(pair, known);
                dictionary.add(
                        a.dictionary().get(left) + BETWEEN + b.dictionary().get(right));
            }
            codes[row] = known;
        }
        return new Column.Strings(CROSSED, codes, dictionary);
    }
}
