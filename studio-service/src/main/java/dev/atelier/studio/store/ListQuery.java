package dev.atelier.studio.store;

import org.jspecify.annotations.Nullable;

/**
 * What lists of resources have in common: by which names and times they are narrowed, and their order.
 *
 * @param nameContains a part of the name, in letters of any case; null or empty for all
 * @param modified when the resource last changed its state
 */
public record ListQuery(@Nullable String nameContains, TimeRange created, TimeRange modified, Sort sort) {
    /** All, in the order of their making. */
    public static ListQuery all(boolean descending) {
        return new ListQuery(null, TimeRange.ANY, TimeRange.ANY, new Sort(SortKey.CREATION_TIME, descending));
    }

    /**
     * The columns, or expressions, of a table that a query is about.
     *
     * @param id a text column that is different in every row
     */
    public record Columns(String name, String created, String modified, String id) {}
}
