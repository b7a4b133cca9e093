package dev.atelier.billing.price.book;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads CSV as RFC 4180 has it, one record at a time: quoted fields may hold commas, doubled quotes and line breaks. */
final class CsvReader {
    private static final int MAX_FIELD = 64 * 1024;
    private static final int MAX_FIELDS = 1000;
    private static final int END = -1;

    private final BufferedReader reader;
    private long line = 1;
    private long recordLine = 1;
    private boolean beginning = true;

    CsvReader(Reader reader) {
        this.reader = new BufferedReader(reader);
    }

    /** The line on which the last record began, from 1. */
    long line() {
        return recordLine;
    }

    /** The next record that is not an empty line, or nothing at the end. */
    Optional<List<String>> next() throws IOException {
        while (true) {
            recordLine = line;
            int first = read();
            if (beginning) {
                beginning = false;
                first = first == '\ufeff' ? read() : first;
            }
            if (first == END) {
                return Optional.empty();
            }
            if (first == '\n') {
                line++;
                continue;
            }
            return Optional.of(rest(first));
        }
    }

    private List<String> rest(int first) throws IOException {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int c = first; ; c = read()) {
            if (c == END && quoted) {
                throw BookRefused.at(recordLine, "a quoted field does not end");
            }
            if (c == '\n') {
                line++;
            }
            if (quoted) {
                if (c != '"') {
                    append(field, c);
                } else if (peek() == '"') {
                    append(field, read());
                } else {
                    quoted = false;
                }
            } else if (c == END || c == '\n' || c == ',') {
                fields.add(field.toString());
                field.setLength(0);
                if (c != ',') {
                    return fields;
                }
                if (fields.size() >= MAX_FIELDS) {
                    throw BookRefused.at(recordLine, "more than " + MAX_FIELDS + " fields");
                }
            } else if (c == '"') {
                quoted = true;
            } else {
                append(field, c);
            }
        }
    }

    private void append(StringBuilder field, int c) {
        if (field.length() >= MAX_FIELD) {
            throw BookRefused.at(recordLine, "a field of more than " + MAX_FIELD + " characters");
        }
        field.append((char) c);
    }

    /** The next character, with CR LF as LF. */
    private int read() throws IOException {
        int c = reader.read();
        if (c == '\r' && peek() == '\n') {
            return reader.read();
        }
        return c;
    }

    private int peek() throws IOException {
        reader.mark(1);
        int c = reader.read();
        reader.reset();
        return c;
    }
}
