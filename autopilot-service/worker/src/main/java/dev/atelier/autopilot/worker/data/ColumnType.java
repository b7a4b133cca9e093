package dev.atelier.autopilot.worker.data;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What the values of a column are. */
public enum ColumnType {
    NUMERIC,
    CATEGORICAL,
    BOOLEAN,
    DATE,
    TEXT,
    /** A name for the row itself: never a feature. */
    IDENTIFIER;

    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether values are kept as numbers (else as strings of a dictionary). */
    public boolean isNumber() {
        return this == NUMERIC || this == DATE;
    }
}
