package dev.atelier.autopilot.worker.feature;

import dev.atelier.autopilot.worker.data.Column;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Categories by frequency in the rows that an encoder learns from. */
final class Categories {

    /** For so few words an index costs more than it saves: a row alone has one. */
    private static final int FEW_WORDS = 4;

    private Categories() {}

    /** The categories that occur at least {@code minimum} times, most frequent first (then by name), at most {@code limit}. */
    static List<String> frequent(Column.Strings column, int[] rows, int minimum, int limit) {
        int[] counts = new int[column.dictionary().size()];
        for (int row : rows) {
            int code = column.codes()[row];
            if (code >= 0) {
                counts[code]++;
            }
        }
        return IntStream.range(0, counts.length)
                .filter(code -> counts[code] >= minimum)
                .boxed()
                .sorted(Comparator.comparingInt((Integer code) -> -counts[code])
                        .thenComparing(code -> column.dictionary().get(code)))
                .limit(limit)
                .map(code -> column.dictionary().get(code))
                .toList();
    }

    /** For each word of the column's dictionary its index among the categories, or {@code other}. */
    static int[] map(Column.Strings column, List<String> categories, int other) {
        int[] map = new int[column.dictionary().size()];
        if (map.length <= FEW_WORDS) {
            Arrays.setAll(map, code -> {
                int found = categories.indexOf(column.dictionary().get(code));
                return found < 0 ? other : found;
            });
            return map;
        }
        Map<String, Integer> index = new HashMap<>();
        for (int i = 0; i < categories.size(); i++) {
            index.put(categories.get(i), i);
        }
        Arrays.setAll(map, code -> index.getOrDefault(column.dictionary().get(code), other));
        return map;
    }
}
