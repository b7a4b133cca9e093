package dev.atelier.studio.store;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.platform.database.Database;
import dev.atelier.platform.database.RowMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A list of rows of one table, narrowed by conditions, in an order that a caller chose, cut into pages by the last row's place. Names
 * of tables and columns come from code, values only as arguments.
 */
public final class Listing {
    private final String table;
    private final StringBuilder conditions = new StringBuilder("true");
    private final List<@Nullable Object> arguments = new ArrayList<>();

    private Listing(String table) {
        this.table = table;
    }

    public static Listing of(String table) {
        return new Listing(table);
    }

    /** Keeps the rows which meet the condition. */
    public Listing where(String condition, Object... values) {
        conditions.append(" and ").append(condition);
        arguments.addAll(List.of(values));
        return this;
    }

    /** Keeps the rows which meet the condition on this value, or all when there is no value. */
    public Listing whereGiven(String condition, @Nullable Object value) {
        if (value != null && !"".equals(value)) {
            where(condition, value);
        }
        return this;
    }

    /** Keeps the rows whose time lies in the range. */
    public Listing within(String column, TimeRange range) {
        return whereGiven(column + " > ?", range.after()).whereGiven(column + " < ?", range.before());
    }

    /** Keeps the rows that the query is about. */
    public Listing matching(ListQuery query, ListQuery.Columns columns) {
        return whereGiven("position(lower(?) in lower(" + columns.name() + ")) > 0", query.nameContains())
                .within(columns.created(), query.created())
                .within(columns.modified(), query.modified());
    }

    /**
     * The rows of a page.
     *
     * @param order the column to order by, its type, and a column that tells rows apart which are equal in it
     * @param value of a row in the ordered column
     * @param id of a row in the column that tells rows apart
     */
    public <T> Page<T> page(
            Database database,
            RowMapper<T> mapper,
            Order order,
            PageRequest page,
            Function<T, String> value,
            Function<T, String> id) {
        String direction = order.descending() ? " desc" : "";
        after(order, page);
        arguments.add(page.limit());
        List<T> found = database.list(
                "select * from " + table + " where " + conditions + " order by " + order.column() + direction + ", "
                        + order.id() + direction + " limit ?",
                mapper,
                arguments);
        return Page.of(found, page, row -> order.mark() + "\n" + value.apply(row) + "\n" + id.apply(row));
    }

    private void after(Order order, PageRequest page) {
        String after = page.after();
        if (after == null) {
            return;
        }
        String[] parts = after.split("\n", -1);
        if (parts.length != 3 || !parts[0].equals(order.mark())) {
            throw AtelierException.invalid("pageToken", "is of a list in another order; start without one");
        }
        where(
                "(" + order.column() + ", " + order.id() + ") " + (order.descending() ? "<" : ">") + " (?::"
                        + order.type() + ", ?)",
                parts[1],
                parts[2]);
    }

    /**
     * An order that is total.
     *
     * @param column to order by
     * @param type the column's SQL type
     * @param id a text column or expression which is different in every row
     */
    public record Order(String column, String type, String id, boolean descending) {
        /** The order of a query. */
        public static Order of(Sort sort, ListQuery.Columns columns) {
            return switch (sort.key()) {
                case NAME -> new Order(columns.name(), "text", columns.id(), sort.descending());
                case CREATION_TIME -> new Order(columns.created(), "timestamptz", columns.id(), sort.descending());
                case LAST_MODIFIED_TIME ->
                    new Order(columns.modified(), "timestamptz", columns.id(), sort.descending());
            };
        }

        private String mark() {
            return column + (descending ? "-" : "+");
        }
    }
}
