package dev.atelier.autopilot.worker.data;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column of the training file other than the target.
 *
 * @param feature whether models use it
 * @param words of numbers: those that are none and count as missing; of truth values: how the file writes them, if not in small letters; null otherwise
 */
public record InputColumn(
        String name,
        ColumnType type,
        @Nullable DateFormat dateFormat,
        boolean feature,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<String> words) {

    /** A column without words of its own. */
    public InputColumn(String name, ColumnType type, @Nullable DateFormat dateFormat, boolean feature) {
        this(name, type, dateFormat, feature, null);
    }

    /** The number for a value that is not missing, or NaN if it is none. */
    public double number(CharSequence value) {
        return dateFormat == null ? Values.number(value) : dateFormat.parse(value.toString());
    }

    /** Whether a value that is no number was there in the training file, and counted as missing. */
    boolean isTolerated(CharSequence value) {
        return words != null && words.contains(value.toString());
    }

    /** A truth value as the training file writes it. */
    public String word(boolean value) {
        String plain = Boolean.toString(value);
        return words == null
                ? plain
                : words.stream().filter(plain::equalsIgnoreCase).findFirst().orElse(plain);
    }
}
