package dev.atelier.autopilot.worker.data;

/** A view of characters that are one value; it is set to another instead of being made anew. */
public final class Field implements CharSequence {

    private char[] characters = new char[0];
    private int from;
    private int length;

    void set(char[] characters, int from, int length) {
        this.characters = characters;
        this.from = from;
        this.length = length;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public char charAt(int index) {
        return characters[from + index];
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return new String(characters, from + start, end - start);
    }

    @Override
    public String toString() {
        return new String(characters, from, length);
    }
}
