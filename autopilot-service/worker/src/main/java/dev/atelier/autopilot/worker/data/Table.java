package dev.atelier.autopilot.worker.data;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Columns of equal length, by name. */
public final class Table {

    private final int rows;
    private final Map<String, Column> columns = new LinkedHashMap<>();

    public Table(int rows, List<? extends Column> columns) {
        this.rows = rows;
        for (Column column : columns) {
            if (column.rows() != rows) {
                throw new IllegalArgumentException(
                        "Column " + column.name() + " has " + column.rows() + " rows, not " + rows);
            }
            this.columns.put(column.name(), column);
        }
    }

    public int rows() {
        return rows;
    }

    /** A table of some of the rows, copied. */
    public Table select(int... selected) {
        return new Table(
                selected.length,
                columns.values().stream().map(column -> column.select(selected)).toList());
    }

    /** The same table with another column in the place of the one of that name; nothing is copied. */
    public Table with(Column column) {
        return new Table(
                rows,
                columns.values().stream()
                        .map(own -> own.name().equals(column.name()) ? column : own)
                        .toList());
    }

    public List<Column> columns() {
        return List.copyOf(columns.values());
    }

    public Column column(String name) {
        Column column = columns.get(name);
        if (column == null) {
            throw new IllegalArgumentException("No column " + name);
        }
        return column;
    }

    public Column.Numbers numbers(String name) {
        return (Column.Numbers) column(name);
    }

    public Column.Strings strings(String name) {
        return (Column.Strings) column(name);
    }
}
