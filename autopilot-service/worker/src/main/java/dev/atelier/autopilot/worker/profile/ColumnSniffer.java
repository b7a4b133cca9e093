package dev.atelier.autopilot.worker.profile;

import dev.atelier.autopilot.worker.data.ColumnType;
import dev.atelier.autopilot.worker.data.DateFormat;
import dev.atelier.autopilot.worker.data.Dictionary;
import dev.atelier.autopilot.worker.data.DistinctCount;
import dev.atelier.autopilot.worker.data.InputColumn;
import dev.atelier.autopilot.worker.data.Values;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sees every value of one column once and tells what type the column is. Its memory is bounded: distinct values are counted up to a limit. */
final class ColumnSniffer {

    private static final int DISTINCT_LIMIT = 100_000;

    /** Numbers that are not whole are neither keys nor classes: so many distinct ones are enough to know. */
    private static final int FRACTIONS_LIMIT = 10_000;

    private static final double NEARLY_ALL = 0.995;
    private static final int NUMERIC_DISTINCT = 20;
    private static final double IDENTIFIER_SHARE = 0.95;
    private static final int IDENTIFIER_ROWS = 20;
    private static final double TEXT_WORDS = 3.5;
    private static final int TEXT_LENGTH = 60;
    private static final double TEXT_DISTINCT = 0.3;
    private static final int FEW_BAD_TOKENS = 5;
    private static final List<Set<String>> BOOLEANS = List.of(
            Set.of("true", "false"), Set.of("yes", "no"), Set.of("t", "f"), Set.of("y", "n"), Set.of("on", "off"));

    private final String name;
    private final Dictionary values = new Dictionary();
    private final Map<String, Long> badTokens = new LinkedHashMap<>();
    private final Set<DateFormat> dates = EnumSet.allOf(DateFormat.class);
    private int[] counts = new int[16];
    /** Of the values beyond the limit. */
    private final DistinctCount others = new DistinctCount();

    private long present;
    private long missing;
    private long numeric;
    private boolean integers = true;
    private boolean consecutive = true;
    private double previous = Double.NaN;
    private long characters;
    private long words;

    ColumnSniffer(String name) {
        this.name = name;
    }

    void add(CharSequence value, long row) {
        if (Values.isMissing(value)) {
            missing++;
            return;
        }
        present++;
        double number = Values.number(value);
        if (Double.isNaN(number)) {
            if (badTokens.size() <= FEW_BAD_TOKENS) {
                badTokens.putIfAbsent(value.toString(), row);
            }
            integers = false;
            consecutive = false;
            if (!dates.isEmpty()) {
                String text = value.toString();
                dates.removeIf(format -> Double.isNaN(format.parse(text)));
            }
            characters += value.length();
            words += words(value);
        } else {
            numeric++;
            integers &= number == Math.rint(number);
            consecutive &= Double.isNaN(previous) || number == previous + 1;
            previous = number;
        }
        tally(value);
    }

    private void tally(CharSequence value) {
        if (!integers && numeric == present && values.size() >= FRACTIONS_LIMIT) {
            return;
        }
        int code = values.code(value, DISTINCT_LIMIT);
        if (code < 0) {
            others.add(value);
            return;
        }
        if (code == counts.length) {
            counts = Arrays.copyOf(counts, 2 * code);
        }
        counts[code]++;
    }

    private static int words(CharSequence value) {
        int count = 0;
        boolean inside = false;
        for (int i = 0; i < value.length(); i++) {
            boolean space = value.charAt(i) == ' ';
            count += !space && !inside ? 1 : 0;
            inside = !space;
        }
        return count;
    }

    String name() {
        return name;
    }

    long missing() {
        return missing;
    }

    long present() {
        return present;
    }

    /** Distinct values; the limit (of numbers that are not whole, a lower one) stands for "at least". */
    int distinct() {
        return values.size();
    }

    /** The distinct values in the order in which they came, up to the limit. */
    List<String> values() {
        return values.words();
    }

    /** How often a value occurs. */
    int count(String value) {
        int code = values.code(value, 0);
        return code < 0 ? 0 : counts[code];
    }

    boolean allNumeric() {
        return present > 0 && numeric == present;
    }

    boolean integers() {
        return integers && present > 0;
    }

    /** The first value that is not a number, with its row, if nearly all others are. */
    Map.@Nullable Entry<String, Long> badToken() {
        return badTokens.isEmpty() ? null : badTokens.entrySet().iterator().next();
    }

    long notNumeric() {
        return present - numeric;
    }

    @Nullable
    DateFormat dateFormat() {
        return dates.isEmpty() ? null : dates.iterator().next();
    }

    ColumnType type() {
        if (present == 0) {
            return ColumnType.CATEGORICAL;
        }
        if (allNumeric()) {
            return integers && isKey(consecutive || namedLikeKey()) ? ColumnType.IDENTIFIER : ColumnType.NUMERIC;
        }
        if (numeric >= NEARLY_ALL * present
                && values.size() - badTokens.size() > NUMERIC_DISTINCT
                && badTokens.size() <= FEW_BAD_TOKENS) {
            return ColumnType.NUMERIC;
        }
        if (isBoolean()) {
            return ColumnType.BOOLEAN;
        }
        if (numeric == 0 && !dates.isEmpty()) {
            return ColumnType.DATE;
        }
        if (isText()) {
            return ColumnType.TEXT;
        }
        return isKey(true) ? ColumnType.IDENTIFIER : ColumnType.CATEGORICAL;
    }

    /** What scoring must know of the values besides their type; see {@link InputColumn#words}. */
    @Nullable
    List<String> words() {
        return switch (type()) {
            case NUMERIC -> badTokens.isEmpty() ? null : List.copyOf(badTokens.keySet());
            case BOOLEAN -> isTruth() && !isPlainTruth() ? values.words() : null;
            case CATEGORICAL, DATE, TEXT, IDENTIFIER -> null;
        };
    }

    private boolean isTruth() {
        return values.words().stream().anyMatch("true"::equalsIgnoreCase);
    }

    private boolean isPlainTruth() {
        return values.words().containsAll(List.of("true", "false"));
    }

    private boolean isKey(boolean hint) {
        double share = allNumeric() && others.count() == 0 ? 1 : IDENTIFIER_SHARE;
        return hint && present >= IDENTIFIER_ROWS && about() >= share * present;
    }

    /** How many distinct values there are: beyond the limit, about. */
    private long about() {
        return values.size() + others.count();
    }

    private boolean namedLikeKey() {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.equals("id")
                || lower.endsWith("_id")
                || lower.endsWith(" id")
                || name.endsWith("Id")
                || name.endsWith("ID");
    }

    private boolean isBoolean() {
        if (values.size() != 2) {
            return false;
        }
        Set<String> tokens = new HashSet<>();
        values.words().forEach(token -> {
            String lower = token.toLowerCase(Locale.ROOT);
            tokens.add(lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower);
        });
        return BOOLEANS.contains(tokens);
    }

    private boolean isText() {
        double strings = present - numeric;
        return (words / strings >= TEXT_WORDS || characters / strings >= TEXT_LENGTH)
                && about() >= TEXT_DISTINCT * present;
    }
}
