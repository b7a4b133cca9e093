package dev.atelier.platform.database;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows in the text format of {@code COPY}: a line each, tabs between the columns, {@code \N} for null. They are handed on in
 * chunks while they are made, so that the database reads some while others are written.
 */
final class CopyText {
    private static final int CHUNK = 1 << 16;
    private static final int SECONDS_PER_DAY = 86_400;
    private static final int MICROS_LENGTH = 6;

    private final Sink sink;
    private byte[] bytes = new byte[2 * CHUNK];
    private int length;
    private long lastDay = Long.MIN_VALUE;
    private String lastDate = "";

    /** Takes the first bytes of an array, which is used again afterwards. */
    @FunctionalInterface
    interface Sink {
        void write(byte[] bytes, int length) throws SQLException;
    }

    CopyText(Sink sink) {
        this.sink = sink;
    }

    void add(List<? extends @Nullable Object> row) throws SQLException {
        for (int column = 0; column < row.size(); column++) {
            if (column > 0) {
                add('\t');
            }
            switch (row.get(column)) {
                case null -> addAscii("\\N");
                case Boolean flag -> add(flag ? 't' : 'f');
                case Number number -> addAscii(number.toString());
                case Instant instant -> add(instant);
                case String value -> escape(value);
                case Object other -> throw new IllegalArgumentException("COPY of " + other.getClass());
            }
        }
        add('\n');
        if (length >= CHUNK) {
            flush();
        }
    }

    /** Hands on what is left. */
    void flush() throws SQLException {
        sink.write(bytes, length);
        length = 0;
    }

    private void add(char ascii) {
        room(1);
        bytes[length++] = (byte) ascii;
    }

    private void addAscii(String text) {
        room(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
    }

    /** As ISO 8601, with as many decimals as the database keeps where that is enough. */
    private void add(Instant instant) {
        long second = instant.getEpochSecond();
        int nano = instant.getNano();
        long day = Math.floorDiv(second, SECONDS_PER_DAY);
        if (nano % 1_000 != 0) {
            addAscii(instant.toString());
            return;
        }
        if (day != lastDay) {
            lastDate = LocalDate.ofEpochDay(day).toString();
            lastDay = day;
        }
        int ofDay = Math.floorMod(second, SECONDS_PER_DAY);
        addAscii(lastDate);
        add('T');
        digits(ofDay / 3600, 2);
        add(':');
        digits(ofDay / 60 % 60, 2);
        add(':');
        digits(ofDay % 60, 2);
        if (nano != 0) {
            add('.');
            digits(nano / 1_000, MICROS_LENGTH);
        }
        add('Z');
    }

    private void digits(int number, int many) {
        room(many);
        int rest = number;
        for (int i = many - 1; i >= 0; i--) {
            bytes[length + i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += many;
    }

    private void escape(String value) {
        room(2 * value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c >= 0x80) {
                int codePoint = value.codePointAt(i);
                byte[] encoded = Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
                room(encoded.length + 2 * (value.length() - i));
                System.arraycopy(encoded, 0, bytes, length, encoded.length);
                length += encoded.length;
                i += Character.charCount(codePoint) - 1;
                continue;
            }
            switch (c) {
                case '\\' -> escaped('\\');
                case '\t' -> escaped('t');
                case '\n' -> escaped('n');
                case '\r' -> escaped('r');
                default -> bytes[length++] = (byte) c;
            }
        }
    }

    private void escaped(char c) {
        bytes[length++] = '\\';
        bytes[length++] = (byte) c;
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
