package dev.atelier.autopilot.worker.learner;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Reads LightGBM's model text: sections of lines {@code name=value}, first of the model, then of each tree after a line {@code Tree=index}. */
final class LightGbmText {

    /** What a section does not have. */
    static final Value NONE = new Value(new byte[0], 0, 0);

    private static final String TREE = "Tree";

    private final byte[] text;
    private int at;

    LightGbmText(byte[] text) {
        this.text = text;
    }

    /** Some bytes of the text, which are read when they are needed. */
    @SuppressWarnings("ArrayRecordComponent")
    record Value(byte[] bytes, int from, int to) {

        String text() {
            return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        }

        /** Numbers with a space between them. */
        double[] numbers() {
            double[] numbers = new double[count()];
            int start = from;
            for (int i = 0; i < numbers.length; i++) {
                int end = end(start);
                numbers[i] = Double.parseDouble(new String(bytes, start, end - start, StandardCharsets.ISO_8859_1));
                start = end + 1;
            }
            return numbers;
        }

        /** Whole numbers with a space between them; those of bits may fill all 32. */
        int[] integers() {
            int[] integers = new int[count()];
            int start = from;
            for (int i = 0; i < integers.length; i++) {
                int end = end(start);
                integers[i] = integer(start, end);
                start = end + 1;
            }
            return integers;
        }

        private int integer(int start, int end) {
            boolean negative = bytes[start] == '-';
            int value = 0;
            for (int i = negative ? start + 1 : start; i < end; i++) {
                int digit = bytes[i] - '0';
                if (digit < 0 || digit > 9) {
                    throw new NumberFormatException("Not a whole number: " + text());
                }
                value = 10 * value + digit;
            }
            return negative ? -value : value;
        }

        private int count() {
            int count = from == to ? 0 : 1;
            for (int i = from; i < to; i++) {
                count += bytes[i] == ' ' ? 1 : 0;
            }
            return count;
        }

        private int end(int start) {
            int end = start;
            while (end < to && bytes[end] != ' ') {
                end++;
            }
            return end;
        }
    }

    /** Whether a tree follows; if so its section is next. */
    boolean hasTree() {
        int end = endOfLine();
        if (end - at <= TREE.length() || !name(at, at + TREE.length()).equals(TREE)) {
            return false;
        }
        at = end + 1;
        return true;
    }

    /** The lines up to the next tree or the end of trees; those without a value have an empty one. */
    Map<String, Value> section() {
        Map<String, Value> section = new HashMap<>();
        while (at < text.length) {
            int end = endOfLine();
            int equals = at;
            while (equals < end && text[equals] != '=') {
                equals++;
            }
            String name = name(at, equals);
            if (name.equals(TREE) || name.equals("end of trees")) {
                break;
            }
            section.put(name, new Value(text, Math.min(end, equals + 1), end));
            at = end + 1;
        }
        return section;
    }

    private String name(int from, int to) {
        return new String(text, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private int endOfLine() {
        int end = at;
        while (end < text.length && text[end] != '\n') {
            end++;
        }
        return end;
    }
}
