package dev.atelier.autopilot.worker.profile;

import dev.atelier.autopilot.worker.data.Column;
import dev.atelier.autopilot.worker.data.InputColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which columns are of no use to a model, and why. */
final class Roles {

    private Roles() {}

    /** For each column the reason to drop it, or null. */
    static Map<String, @Nullable String> reasons(
            List<InputColumn> inputs, List<Column> columns, Map<String, ColumnSniffer> sniffers, SplitColumns splits) {
        Map<String, @Nullable String> reasons = new LinkedHashMap<>();
        Map<Integer, List<Column>> seen = new HashMap<>();
        for (int j = 0; j < inputs.size(); j++) {
            InputColumn input = inputs.get(j);
            String named = splits.reason(input.name());
            reasons.put(input.name(), named == null ? reason(input, columns.get(j), sniffers, seen) : named);
        }
        return reasons;
    }

    private static @Nullable String reason(
            InputColumn input, Column column, Map<String, ColumnSniffer> sniffers, Map<Integer, List<Column>> seen) {
        ColumnSniffer sniffer = java.util.Objects.requireNonNull(sniffers.get(input.name()));
        if (sniffer.present() == 0) {
            return "has no values";
        }
        if (!input.feature()) {
            return "is an identifier: nearly every row has a value of its own";
        }
        if (sniffer.distinct() < 2 && sniffer.missing() == 0) {
            return "has the same value in every row";
        }
        List<Column> equalHash = seen.computeIfAbsent(hash(column), _ -> new ArrayList<>());
        for (Column other : equalHash) {
            if (same(column, other)) {
                return "repeats the column '" + other.name() + "'";
            }
        }
        equalHash.add(column);
        return null;
    }

    private static int hash(Column column) {
        return switch (column) {
            case Column.Numbers numbers -> Arrays.hashCode(numbers.values());
            case Column.Strings strings -> Arrays.hashCode(strings.codes());
        };
    }

    /** Equal values; for strings, equal up to their names. */
    private static boolean same(Column a, Column b) {
        return switch (a) {
            case Column.Numbers numbers ->
                b instanceof Column.Numbers other && Arrays.equals(numbers.values(), other.values());
            case Column.Strings strings ->
                b instanceof Column.Strings other && Arrays.equals(strings.codes(), other.codes());
        };
    }
}
