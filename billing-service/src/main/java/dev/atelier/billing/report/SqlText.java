package dev.atelier.billing.report;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement that is put together from parts, each with its own parameters in order. */
final class SqlText {
    private final StringBuilder text = new StringBuilder();
    private final List<@Nullable Object> parameters = new ArrayList<>();

    SqlText add(String part, @Nullable Object... values) {
        text.append(part).append('\n');
        parameters.addAll(java.util.Arrays.asList(values));
        return this;
    }

    SqlText add(SqlText part) {
        text.append(part.text);
        parameters.addAll(part.parameters);
        return this;
    }

    boolean isEmpty() {
        return text.isEmpty();
    }

    List<@Nullable Object> parameters() {
        return parameters;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
