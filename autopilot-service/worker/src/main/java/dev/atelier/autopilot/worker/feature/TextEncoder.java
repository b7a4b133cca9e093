package dev.atelier.autopilot.worker.feature;

import dev.atelier.autopilot.worker.data.Column;
import dev.atelier.autopilot.worker.data.Table;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A text as statistics (characters, words, share of digits, share of capitals) and as counts of its words hashed into {@value #BUCKETS} buckets
 * (Weinberger et al. 2009, without signs).
 */
public record TextEncoder(String column) implements Encoder {

    private static final int STATISTICS = 4;
    private static final int BUCKETS = 32;
    private static final Pattern NOT_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");

    @Override
    public int width() {
        return STATISTICS + BUCKETS;
    }

    @Override
    public void encode(Table table, int[] rows, double[] out, int stride, int at) {
        Column.Strings strings = table.strings(column);
        for (int i = 0; i < rows.length; i++) {
            int code = strings.codes()[rows[i]];
            if (code >= 0) {
                encode(strings.dictionary().get(code), out, i * stride + at);
            }
        }
    }

    private static void encode(String text, double[] out, int to) {
        long digits = text.chars().filter(Character::isDigit).count();
        long capitals = text.chars().filter(Character::isUpperCase).count();
        int words = 0;
        for (String word : NOT_WORD.splitAsStream(text.toLowerCase(Locale.ROOT)).toList()) {
            if (!word.isEmpty()) {
                words++;
                out[to + STATISTICS + Math.floorMod(spread(word.hashCode()), BUCKETS)]++;
            }
        }
        out[to] = text.length();
        out[to + 1] = words;
        out[to + 2] = text.isEmpty() ? 0 : (double) digits / text.length();
        out[to + 3] = text.isEmpty() ? 0 : (double) capitals / text.length();
    }

    private static int spread(int hash) {
        int h = hash * 0x9E3779B9;
        return h ^ (h >>> 16);
    }
}
