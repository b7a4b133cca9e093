package dev.atelier.autopilot.worker.data;

import java.util.Arrays;

/** Some rows of a file, copied from its reader, so that several threads can look at different columns. */
public final class RowBlock {

    private static final int ROWS = 4_096;
    private static final int CHARACTERS = 1 << 20;

    private final int columns;
    private final int[] ends;
    private final int[] starts;
    private final boolean[] skipped = new boolean[ROWS];
    private char[] characters = new char[1 << 16];
    private long first;
    private int rows;
    private int used;

    RowBlock(int columns) {
        this.columns = columns;
        this.starts = new int[ROWS * columns];
        this.ends = new int[ROWS * columns];
    }

    /** The number of the row before the first one, from 0. */
    public long first() {
        return first;
    }

    public int rows() {
        return rows;
    }

    /** Leaves a row out of what is looked at. */
    public void skip(int row) {
        skipped[row] = true;
    }

    public boolean skipped(int row) {
        return skipped[row];
    }

    /** Lets the field be a value. */
    public void point(Field field, int row, int column) {
        int at = row * columns + column;
        field.set(characters, starts[at], ends[at] - starts[at]);
    }

    void clear(long before) {
        first = before;
        rows = 0;
        used = 0;
        Arrays.fill(skipped, false);
    }

    boolean full() {
        return rows == ROWS || used >= CHARACTERS;
    }

    /** Copies a row of which places of values are counted from its first character. */
    void add(char[] from, int start, int[] valueStarts, int[] valueEnds) {
        int length = valueEnds[columns - 1];
        if (used + length > characters.length) {
            characters = Arrays.copyOf(characters, Math.max(used + length, 2 * characters.length));
        }
        System.arraycopy(from, start, characters, used, length);
        for (int j = 0, at = rows * columns; j < columns; j++, at++) {
            starts[at] = used + valueStarts[j];
            ends[at] = used + valueEnds[j];
        }
        used += length;
        rows++;
    }
}
