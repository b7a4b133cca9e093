package dev.atelier.platform.database;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows in the text format of {@code COPY}: a line each, tabs between the columns, {@code \N} for null. */
final class CopyText {
    private final StringBuilder text = new StringBuilder();

    void add(List<? extends @Nullable Object> row) {
        for (int column = 0; column < row.size(); column++) {
            if (column > 0) {
                text.append('\t');
            }
            switch (row.get(column)) {
                case null -> text.append("\\N");
                case Boolean flag -> text.append(flag ? 't' : 'f');
                case Number number -> text.append(number);
                case Instant instant -> text.append(instant);
                case String value -> escape(value);
                case Object other -> throw new IllegalArgumentException("COPY of " + other.getClass());
            }
        }
        text.append('\n');
    }

    private void escape(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> text.append("\\\\");
                case '\t' -> text.append("\\t");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                default -> text.append(c);
            }
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
