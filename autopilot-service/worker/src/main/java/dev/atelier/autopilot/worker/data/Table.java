package dev.atelier.autopilot.worker.data;

import java.util.ArrayList;
import java.util.Arrays;
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
        List<Column> copies = new ArrayList<>();
        for (Column column : columns.values()) {
            copies.add(
                    switch (column) {
                        case Column.Numbers numbers ->
                            new Column.Numbers(
                                    numbers.name(),
                                    Arrays.stream(selected)
                                            .mapToDouble(row -> numbers.values()[row])
                                            .toArray());
                        case Column.Strings strings ->
                            new Column.Strings(
                                    strings.name(),
                                    Arrays.stream(selected)
                                            .map(row -> strings.codes()[row])
                                            .toArray(),
                                    strings.dictionary());
                    });
        }
        return new Table(selected.length, copies);
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
