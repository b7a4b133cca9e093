package dev.atelier.autopilot.worker.data;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A streaming reader of RFC 4180 rows: comma, double quotes, LF, CR or CRLF. Memory is bounded by one row. Values outside quotes are
 * trimmed; blank lines are skipped.
 */
public final class CsvReader implements AutoCloseable {

    private static final int MAX_VALUE_LENGTH = 1 << 20;
    private static final int MAX_COLUMNS = 10_000;
    private static final int BUFFER_SIZE = 1 << 16;
    private static final int END = -1;

    private final Reader in;
    private final char[] buffer = new char[BUFFER_SIZE];
    private final StringBuilder value = new StringBuilder();
    private int position;
    private int limit;
    private long line = 1;
    private long rowLine = 1;

    public CsvReader(Reader in) {
        this.in = in;
    }

    /** The line on which the row that was read last begins, from 1. */
    public long rowLine() {
        return rowLine;
    }

    /** The next row with a value, or null at the end. */
    public @Nullable List<String> next() throws IOException {
        List<String> row = new ArrayList<>();
        while (true) {
            rowLine = line;
            row.clear();
            int end = readRow(row);
            boolean blank = row.size() == 1 && row.getFirst().isEmpty();
            if (!blank) {
                return row;
            }
            if (end == END) {
                return null;
            }
        }
    }

    /** Reads up to the end of the row; returns the character that ended it. */
    private int readRow(List<String> row) throws IOException {
        while (true) {
            int end = readValue(row);
            if (end != ',') {
                return end;
            }
            if (row.size() >= MAX_COLUMNS) {
                throw CsvException.invalid("Line " + rowLine + " has more than " + MAX_COLUMNS + " columns.");
            }
        }
    }

    private int readValue(List<String> row) throws IOException {
        int c = read();
        while (c == ' ' || c == '\t') {
            c = read();
        }
        if (c == '"') {
            return readQuoted(row);
        }
        value.setLength(0);
        while (c != ',' && c != '\n' && c != END) {
            append((char) c);
            c = read();
        }
        row.add(value.toString().stripTrailing());
        return c;
    }

    private int readQuoted(List<String> row) throws IOException {
        long opened = line;
        value.setLength(0);
        while (true) {
            int c = read();
            if (c == END) {
                throw CsvException.invalid("A quoted value that opens on line " + opened + ", column "
                        + (row.size() + 1) + " is never closed; add the missing quote.");
            }
            if (c != '"') {
                append((char) c);
                continue;
            }
            c = read();
            if (c == '"') {
                append('"');
                continue;
            }
            while (c == ' ' || c == '\t') {
                c = read();
            }
            if (c != ',' && c != '\n' && c != END) {
                throw CsvException.invalid("Line " + line + ", column " + (row.size() + 1)
                        + ": text follows a closing quote; double the quotes inside a quoted value.");
            }
            row.add(value.toString());
            return c;
        }
    }

    private void append(char c) {
        if (value.length() >= MAX_VALUE_LENGTH) {
            throw CsvException.invalid("A value that begins on line " + rowLine + " is longer than " + MAX_VALUE_LENGTH
                    + " characters; is a quote not closed?");
        }
        value.append(c);
    }

    /** The next character with line ends as '\n'. */
    private int read() throws IOException {
        int c = readRaw();
        if (c == '\r') {
            if (position < limit || fill()) {
                if (buffer[position] == '\n') {
                    position++;
                }
            }
            c = '\n';
        }
        if (c == '\n') {
            line++;
        }
        return c;
    }

    private int readRaw() throws IOException {
        if (position == limit && !fill()) {
            return END;
        }
        return buffer[position++];
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = Math.max(0, in.read(buffer, 0, BUFFER_SIZE));
        return limit > 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
