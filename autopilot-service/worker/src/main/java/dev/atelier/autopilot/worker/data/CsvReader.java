package dev.atelier.autopilot.worker.data;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A streaming reader of RFC 4180 rows: comma, double quotes, LF, CR or CRLF. Memory is bounded by one row. Values outside quotes are
 * trimmed; blank lines are skipped, unless a row has one value. A row's values are views of the buffer, so that reading makes no object for each.
 */
public final class CsvReader implements AutoCloseable {

    private static final int MAX_VALUE_LENGTH = 1 << 20;
    private static final int MAX_COLUMNS = 10_000;
    private static final int BUFFER_SIZE = 1 << 16;
    private static final int FEW_COLUMNS = 64;
    private static final int END = -1;

    private final Reader in;
    private final Field field = new Field();
    private char[] buffer;
    private int position;
    private int limit;
    private int rowStart;
    private int size;
    private boolean single;
    /** Of the row's values, from the row's start on. */
    private int[] starts = new int[FEW_COLUMNS];

    private int[] ends = new int[FEW_COLUMNS];
    private long line = 1;
    private long rowLine = 1;

    public CsvReader(Reader in) {
        this(in, BUFFER_SIZE);
    }

    /** A reader of a text that is known to have so many characters at most. */
    public CsvReader(Reader in, int length) {
        this.in = in;
        this.buffer = new char[Math.clamp(length + 1L, 1, BUFFER_SIZE)];
    }

    /** The line on which the row that was read last begins, from 1. */
    public long rowLine() {
        return rowLine;
    }

    /** Whether rows have a single value: then a blank line is a row without it, but for what follows the last line's end. */
    public void single(boolean value) {
        single = value;
    }

    /** The next row with a value, or null at the end. */
    public @Nullable List<String> next() throws IOException {
        if (!advance()) {
            return null;
        }
        List<String> row = new ArrayList<>(size);
        for (int j = 0; j < size; j++) {
            row.add(new String(buffer, rowStart + starts[j], ends[j] - starts[j]));
        }
        return row;
    }

    /** Reads the next row with a value; false at the end. */
    public boolean advance() throws IOException {
        while (true) {
            rowLine = line;
            rowStart = position;
            size = 0;
            int end = readRow();
            if (size > 1 || ends[0] > starts[0] || (single && (end != END || isQuoted()))) {
                return true;
            }
            if (end == END) {
                return false;
            }
        }
    }

    private boolean isQuoted() {
        return starts[0] > 0 && buffer[rowStart + starts[0] - 1] == '"';
    }

    /** How many values the row has. */
    public int size() {
        return size;
    }

    /** A value of the row, good until another is asked for. */
    public CharSequence field(int column) {
        field.set(buffer, rowStart + starts[column], ends[column] - starts[column]);
        return field;
    }

    void copyTo(RowBlock block) {
        block.add(buffer, rowStart, starts, ends);
    }

    /** Reads up to the end of the row; returns the character that ended it. */
    private int readRow() throws IOException {
        while (true) {
            int end = readValue();
            if (end != ',') {
                return end;
            }
            if (size >= MAX_COLUMNS) {
                throw CsvException.invalid("Line " + rowLine + " has more than " + MAX_COLUMNS + " columns.");
            }
        }
    }

    private int readValue() throws IOException {
        if (skipBlanks() == '"') {
            position++;
            return readQuoted();
        }
        int start = position - rowStart;
        while (true) {
            char[] characters = buffer;
            int at = position;
            int to = limit;
            while (at < to && !ends(characters[at])) {
                at++;
            }
            position = at;
            checkLength(position - rowStart - start);
            if (at < to || !fill()) {
                break;
            }
        }
        int end = position - rowStart;
        while (end > start && Character.isWhitespace(buffer[rowStart + end - 1])) {
            end--;
        }
        add(start, end);
        return readEnd();
    }

    private static boolean ends(char c) {
        return c <= ',' && (c == ',' || c == '\n' || c == '\r');
    }

    /** Moves what is quoted together in the buffer: doubled quotes and line ends of two characters become one. */
    private int readQuoted() throws IOException {
        long opened = line;
        int start = position - rowStart;
        int end = start;
        while (true) {
            if (position == limit && !fill()) {
                throw CsvException.invalid("A quoted value that opens on line " + opened + ", column " + (size + 1)
                        + " is never closed; add the missing quote.");
            }
            char c = buffer[position++];
            if (c == '"') {
                if (!follows('"')) {
                    break;
                }
                position++;
            } else if (c == '\r' || c == '\n') {
                endLine(c);
                c = '\n';
            }
            checkLength(end - start + 1);
            buffer[rowStart + end++] = c;
        }
        int c = skipBlanks();
        if (c != END && !ends((char) c)) {
            throw CsvException.invalid("Line " + line + ", column " + (size + 1)
                    + ": text follows a closing quote; double the quotes inside a quoted value.");
        }
        add(start, end);
        return readEnd();
    }

    private void add(int start, int end) {
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, 2 * size);
            ends = Arrays.copyOf(ends, 2 * size);
        }
        starts[size] = start;
        ends[size++] = end;
    }

    private void checkLength(int length) {
        if (length > MAX_VALUE_LENGTH) {
            throw CsvException.invalid("A value that begins on line " + rowLine + " is longer than " + MAX_VALUE_LENGTH
                    + " characters; is a quote not closed?");
        }
    }

    /** The next character that is neither a space nor a tab; it is not taken. */
    private int skipBlanks() throws IOException {
        while (position < limit || fill()) {
            char c = buffer[position];
            if (c != ' ' && c != '\t') {
                return c;
            }
            position++;
        }
        return END;
    }

    /** Takes what ends a value: a comma, the end of the line as '\n', or the end. */
    private int readEnd() throws IOException {
        if (position == limit && !fill()) {
            return END;
        }
        char c = buffer[position++];
        if (c == ',') {
            return c;
        }
        endLine(c);
        return '\n';
    }

    private void endLine(char c) throws IOException {
        line++;
        if (c == '\r' && follows('\n')) {
            position++;
        }
    }

    private boolean follows(char c) throws IOException {
        return (position < limit || fill()) && buffer[position] == c;
    }

    /** Reads more, after it has moved the row to the buffer's beginning; false at the end. */
    private boolean fill() throws IOException {
        if (rowStart > 0) {
            System.arraycopy(buffer, rowStart, buffer, 0, limit - rowStart);
            position -= rowStart;
            limit -= rowStart;
            rowStart = 0;
        }
        if (limit == buffer.length) {
            buffer = Arrays.copyOf(buffer, 2 * limit);
        }
        int count = in.read(buffer, limit, buffer.length - limit);
        limit += Math.max(0, count);
        return count > 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
