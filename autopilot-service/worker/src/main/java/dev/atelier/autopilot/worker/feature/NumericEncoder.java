package dev.atelier.autopilot.worker.feature;

import dev.atelier.autopilot.worker.data.Table;

/** A number as it is, missing values included: for trees. */
public record NumericEncoder(String column) implements Encoder {

    @Override
    public int width() {
        return 1;
    }

    @Override
    public void encode(Table table, int[] rows, double[] out, int stride, int at) {
        double[] values = table.numbers(column).values();
        for (int i = 0; i < rows.length; i++) {
            out[i * stride + at] = values[rows[i]];
        }
    }
}
