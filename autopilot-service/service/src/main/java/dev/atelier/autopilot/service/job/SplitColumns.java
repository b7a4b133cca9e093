package dev.atelier.autopilot.service.job;

import dev.atelier.api.error.FieldViolation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Columns that say how rows are split into folds and how much each counts; null or empty for none.
 *
 * @param group all rows of a group are in one fold
 * @param time every fold is later than what was learned from; not together with a group
 * @param sampleWeight how much a row counts, above 0
 */
public record SplitColumns(
        @Nullable String group,
        @Nullable String time,
        @Nullable String sampleWeight) {
    /** All rows count the same and are split at random. */
    public static final SplitColumns NONE = new SplitColumns(null, null, null);

    private static final String GROUP = "groupColumn";
    private static final String TIME = "timeColumn";
    private static final String WEIGHT = "sampleWeightColumn";

    public SplitColumns {
        group = emptyToNull(group);
        time = emptyToNull(time);
        sampleWeight = emptyToNull(sampleWeight);
    }

    /** What was asked for, by the name of its field. */
    Map<String, String> asked() {
        Map<String, String> asked = new LinkedHashMap<>();
        put(asked, GROUP, group);
        put(asked, TIME, time);
        put(asked, WEIGHT, sampleWeight);
        return asked;
    }

    /** Adds what is wrong without a look at the table. */
    void check(@Nullable String target, List<FieldViolation> violations) {
        if (group != null && time != null) {
            violations.add(new FieldViolation(TIME, "cannot be given together with " + GROUP + "; choose one of them"));
        }
        asked().forEach((field, column) -> {
            if (column.equals(target)) {
                violations.add(new FieldViolation(field, "'%s' is the target; name another column".formatted(column)));
            }
        });
        if (sampleWeight != null && Stream.of(group, time).anyMatch(sampleWeight::equals)) {
            violations.add(new FieldViolation(
                    WEIGHT, "'%s' cannot be the weight and say how rows are split".formatted(sampleWeight)));
        }
    }

    private static void put(Map<String, String> asked, String field, @Nullable String column) {
        if (column != null) {
            asked.put(field, column);
        }
    }

    private static @Nullable String emptyToNull(@Nullable String column) {
        return column == null || column.isBlank() ? null : column.strip();
    }
}
