package dev.atelier.studio.store;

import dev.atelier.api.error.AtelierException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The order of a list. */
public record Sort(SortKey key, boolean descending) {
    /** What a row has in the ordered column, as text. */
    public String value(String name, Instant created, Instant modified) {
        return switch (key) {
            case NAME -> name;
            case CREATION_TIME -> created.toString();
            case LAST_MODIFIED_TIME -> modified.toString();
        };
    }

    /**
     * Reads what a caller gave.
     *
     * @param sortBy the name of a key; the resource's name unless given
     * @param sortOrder {@code ascending} or {@code descending}; ascending unless given
     */
    public static Sort of(@Nullable String sortBy, @Nullable String sortOrder) {
        String order = sortOrder == null || sortOrder.isEmpty() ? "ascending" : sortOrder;
        if (!order.equals("ascending") && !order.equals("descending")) {
            throw AtelierException.invalid("sortOrder", "must be ascending or descending");
        }
        return new Sort(SortKey.of(sortBy), order.equals("descending"));
    }
}
