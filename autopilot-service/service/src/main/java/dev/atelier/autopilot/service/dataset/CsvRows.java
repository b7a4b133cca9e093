package dev.atelier.autopilot.service.dataset;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of a CSV (RFC 4180: comma, double quotes, LF or CRLF). Empty lines are skipped, as every common reader does.
 * Holds one row at a time, of at most ten thousand cells and 16 million characters.
 */
final class CsvRows {
    /** No table has longer cells; a binary file without line ends has. */
    static final int MAX_CELL = 1 << 20;

    /** As many columns as a table may have. */
    static final int MAX_CELLS = 10_000;

    static final int MAX_ROW = 1 << 24;

    private final Reader reader;
    private final char[] buffer = new char[1 << 16];
    private int position;
    private int limit;
    private int columns = 16;
    private int characters;
    private long row;

    /**
     * Reads from a reader, which the caller closes.
     */
    CsvRows(Reader reader) {
        this.reader = reader;
    }

    /** The number of the row that was read last, the header being 1; empty lines do not count. */
    long row() {
        return row;
    }

    /**
     * The next row, or null at the end.
     *
     * @throws MalformedCsvException for a quote that is never closed, or a row or cell beyond the limit
     */
    @Nullable
    List<String> next() throws IOException {
        List<String> cells = new ArrayList<>(columns);
        characters = 0;
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        while (true) {
            int c = read();
            if (c < 0) {
                if (cells.isEmpty() && cell.isEmpty() && !quoted) {
                    return null;
                }
                return end(cells, cell);
            }
            switch (c) {
                case ',' -> {
                    add(cells, cell);
                    cell.setLength(0);
                    quoted = false;
                }
                case '\n' -> {
                    if (cells.isEmpty() && cell.isEmpty() && !quoted) {
                        continue;
                    }
                    return end(cells, cell);
                }
                case '\r' -> {
                    if (peek() != '\n') {
                        append(cell, '\r');
                    }
                }
                case '"' -> {
                    if (cell.isEmpty() && !quoted) {
                        quoted = true;
                        quotedCell(cell);
                    } else {
                        append(cell, '"');
                    }
                }
                default -> append(cell, (char) c);
            }
        }
    }

    /** Writes what comes after the rows that were read, as it is. */
    void transferTo(Writer out) throws IOException {
        out.write(buffer, position, limit - position);
        position = limit;
        reader.transferTo(out);
    }

    private void add(List<String> cells, StringBuilder cell) {
        characters += cell.length();
        if (cells.size() >= MAX_CELLS || characters > MAX_ROW) {
            throw new MalformedCsvException("Row %d has more than %d cells or %d characters; are its line ends missing?"
                    .formatted(row + 1, MAX_CELLS, MAX_ROW));
        }
        cells.add(cell.toString());
    }

    private List<String> end(List<String> cells, StringBuilder cell) {
        add(cells, cell);
        columns = cells.size();
        row++;
        return cells;
    }

    private void quotedCell(StringBuilder cell) throws IOException {
        while (true) {
            int c = read();
            if (c < 0) {
                throw new MalformedCsvException("Row %d has a quote that is never closed.".formatted(row + 1));
            }
            if (c != '"') {
                append(cell, (char) c);
            } else if (peek() == '"') {
                read();
                append(cell, '"');
            } else {
                return;
            }
        }
    }

    private void append(StringBuilder cell, char c) {
        if (cell.length() >= MAX_CELL) {
            throw new MalformedCsvException(
                    "Row %d has a cell of more than %d characters; is a quote missing?".formatted(row + 1, MAX_CELL));
        }
        cell.append(c);
    }

    private int peek() throws IOException {
        return fill() ? buffer[position] : -1;
    }

    private int read() throws IOException {
        return fill() ? buffer[position++] : -1;
    }

    private boolean fill() throws IOException {
        if (position < limit) {
            return true;
        }
        position = 0;
        limit = Math.max(reader.read(buffer), 0);
        return limit > 0;
    }

    /** The text is not a CSV. */
    static final class MalformedCsvException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        MalformedCsvException(String message) {
            super(message);
        }
    }
}
