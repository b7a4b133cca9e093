package dev.atelier.autopilot.worker.data;

import java.util.Set;

/** What single values mean: missing tokens and numbers. */
public final class Values {

    private static final Set<String> MISSING = Set.of(
            "", "NA", "N/A", "n/a", "<NA>", "#N/A", "NaN", "nan", "NAN", "-nan", "NULL", "null", "Null", "None", "?");
    private static final String MISSING_STARTS = "Nn<#-?";
    private static final int LONGEST_MISSING = 5;
    private static final int MAX_DIGITS = 18;
    private static final int EXACT_POWER = 22;
    private static final long EXACT_MANTISSA = 1L << 53;
    private static final double[] POWERS = new double[EXACT_POWER + 1];

    static {
        double power = 1;
        for (int i = 0; i <= EXACT_POWER; i++) {
            POWERS[i] = power;
            power *= 10;
        }
    }

    private Values() {}

    public static boolean isMissing(CharSequence value) {
        int length = value.length();
        if (length == 0) {
            return true;
        }
        char first = value.charAt(0);
        if (Character.isWhitespace(first)) {
            return value.toString().isBlank();
        }
        return length <= LONGEST_MISSING && MISSING_STARTS.indexOf(first) >= 0 && MISSING.contains(value.toString());
    }

    /**
     * A decimal number, or NaN if the text is none. Short numbers take Clinger's exact fast path (1990): an integer below 2^53 times or divided by
     * a power of ten up to 10^22 is correctly rounded; others go to the JDK.
     */
    public static double number(CharSequence text) {
        int length = text.length();
        int i = 0;
        boolean negative = false;
        if (length > 0 && (text.charAt(0) == '-' || text.charAt(0) == '+')) {
            negative = text.charAt(0) == '-';
            i = 1;
        }
        long mantissa = 0;
        int digits = 0;
        int fraction = 0;
        int seen = 0;
        boolean point = false;
        for (; i < length; i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                seen++;
                if (digits < MAX_DIGITS) {
                    mantissa = mantissa * 10 + (c - '0');
                    digits += mantissa == 0 ? 0 : 1;
                } else {
                    digits++;
                }
                fraction += point ? 1 : 0;
            } else if (c == '.' && !point) {
                point = true;
            } else {
                break;
            }
        }
        if (seen == 0) {
            return Double.NaN;
        }
        int exponent = 0;
        if (i < length) {
            exponent = exponent(text, i);
            if (exponent == Integer.MIN_VALUE) {
                return Double.NaN;
            }
        }
        int scale = exponent - fraction;
        if (digits <= MAX_DIGITS && mantissa < EXACT_MANTISSA && Math.abs(scale) <= EXACT_POWER) {
            double exact = scale < 0 ? mantissa / POWERS[-scale] : mantissa * POWERS[scale];
            return negative ? -exact : exact;
        }
        double parsed = Double.parseDouble(text.toString());
        return Double.isFinite(parsed) ? parsed : Double.NaN;
    }

    /** The exponent from its 'e' to the end, or MIN_VALUE if that is not one. */
    private static int exponent(CharSequence text, int at) {
        char e = text.charAt(at);
        int i = at + 1;
        if ((e != 'e' && e != 'E') || i >= text.length()) {
            return Integer.MIN_VALUE;
        }
        boolean negative = text.charAt(i) == '-';
        if (negative || text.charAt(i) == '+') {
            i++;
        }
        if (i >= text.length() || text.length() - i > 4) {
            return Integer.MIN_VALUE;
        }
        int value = 0;
        for (; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return Integer.MIN_VALUE;
            }
            value = value * 10 + (c - '0');
        }
        return negative ? -value : value;
    }
}
