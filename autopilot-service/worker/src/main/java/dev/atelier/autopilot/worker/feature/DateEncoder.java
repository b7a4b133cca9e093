package dev.atelier.autopilot.worker.feature;

import dev.atelier.autopilot.worker.data.Table;
import java.time.DayOfWeek;
import java.time.LocalDate;

/** A date as its parts: days since 1970, year, month, day, day of the week, hour. */
public record DateEncoder(String column) implements Encoder {

    private static final int PARTS = 6;
    private static final double SECONDS_PER_DAY = 86400;
    private static final double SECONDS_PER_HOUR = 3600;

    @Override
    public int width() {
        return PARTS;
    }

    @Override
    public void encode(Table table, int[] rows, double[] out, int stride, int at) {
        double[] values = table.numbers(column).values();
        for (int i = 0; i < rows.length; i++) {
            double seconds = values[rows[i]];
            int to = i * stride + at;
            if (Double.isNaN(seconds)) {
                java.util.Arrays.fill(out, to, to + PARTS, Double.NaN);
                continue;
            }
            double days = Math.floor(seconds / SECONDS_PER_DAY);
            LocalDate date = LocalDate.ofEpochDay((long) days);
            DayOfWeek weekday = date.getDayOfWeek();
            out[to] = days;
            out[to + 1] = date.getYear();
            out[to + 2] = date.getMonthValue();
            out[to + 3] = date.getDayOfMonth();
            out[to + 4] = weekday.getValue();
            out[to + 5] = Math.floor((seconds - days * SECONDS_PER_DAY) / SECONDS_PER_HOUR);
        }
    }
}
