package dev.atelier.billing.cost;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The order of lines: by the values of their groups, one after the other, then by currency. Tens of thousands of lines have few
 * different texts in each column, so those are put in order once, and lines are compared by numbers.
 */
final class GroupOrder {
    private final List<Map<String, Integer>> columns;

    private GroupOrder(List<Map<String, Integer>> columns) {
        this.columns = columns;
    }

    /** The order among some lines, which all have the same number of group values. */
    static GroupOrder of(List<CostLine> lines) {
        List<Map<String, Integer>> columns = new ArrayList<>();
        int values = lines.isEmpty() ? 0 : lines.getFirst().group().size();
        for (int i = 0; i < values; i++) {
            int column = i;
            columns.add(ranks(lines, line -> line.group().get(column)));
        }
        columns.add(ranks(lines, CostLine::currency));
        return new GroupOrder(columns);
    }

    private static Map<String, Integer> ranks(List<CostLine> lines, Function<CostLine, String> column) {
        List<String> ordered = lines.stream().map(column).distinct().sorted().toList();
        Map<String, Integer> ranks = HashMap.newHashMap(ordered.size());
        for (String text : ordered) {
            ranks.put(text, ranks.size());
        }
        return ranks;
    }

    /** Where one of the lines comes: lines of the same group and currency are in the same place. */
    int[] place(CostLine line) {
        int[] place = new int[columns.size()];
        int last = place.length - 1;
        for (int i = 0; i < last; i++) {
            place[i] = columns.get(i).get(line.group().get(i));
        }
        place[last] = columns.get(last).get(line.currency());
        return place;
    }
}
