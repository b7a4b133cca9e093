package dev.atelier.autopilot.worker.data;

import java.time.YearMonth;

/** The date notations that are understood; a column has one of them throughout. Values are seconds since 1970 (UTC unless an offset is given). */
public enum DateFormat {
    /** {@code 2024-02-29}, {@code 2024-02-29T13:45:10.5Z}. */
    ISO('-', Order.YEAR_FIRST),
    /** {@code 2024/02/29 13:45}. */
    YEAR_SLASH('/', Order.YEAR_FIRST),
    /** {@code 02/29/2024}; tried before the next, which differs only in the order. */
    MONTH_DAY_YEAR('/', Order.MONTH_FIRST),
    /** {@code 29/02/2024}. */
    DAY_MONTH_YEAR('/', Order.DAY_FIRST),
    /** {@code 29.02.2024}. */
    DAY_MONTH_YEAR_DOT('.', Order.DAY_FIRST);

    private enum Order {
        YEAR_FIRST,
        MONTH_FIRST,
        DAY_FIRST
    }

    private static final double SECONDS_PER_DAY = 86400;

    private final char separator;
    private final Order order;

    DateFormat(char separator, Order order) {
        this.separator = separator;
        this.order = order;
    }

    /** Seconds since 1970, or NaN if the text is not in this notation. */
    public double parse(String text) {
        Cursor in = new Cursor(text);
        int a = in.digits(1, 4);
        boolean ok = in.accept(separator);
        int b = in.digits(1, 2);
        ok &= in.accept(separator);
        int c = in.digits(1, 4);
        if (!ok || in.failed) {
            return Double.NaN;
        }
        int year = order == Order.YEAR_FIRST ? a : c;
        int month = order == Order.DAY_FIRST || order == Order.YEAR_FIRST ? b : a;
        int day = order == Order.YEAR_FIRST ? c : order == Order.MONTH_FIRST ? b : a;
        if (year < 1000
                || month < 1
                || month > 12
                || day < 1
                || day > YearMonth.of(year, month).lengthOfMonth()) {
            return Double.NaN;
        }
        double seconds = YearMonth.of(year, month).atDay(day).toEpochDay() * SECONDS_PER_DAY + time(in);
        return in.failed || !in.atEnd() ? Double.NaN : seconds;
    }

    private static double time(Cursor in) {
        if (in.atEnd()) {
            return 0;
        }
        if (!in.accept('T') && !in.accept(' ')) {
            in.failed = true;
            return 0;
        }
        int hours = in.digits(1, 2);
        in.require(':');
        int minutes = in.digits(2, 2);
        double seconds = 0;
        if (in.accept(':')) {
            seconds = in.digits(2, 2);
            if (in.accept('.')) {
                seconds += in.fraction();
            }
        }
        if (hours > 23 || minutes > 59 || seconds > 60) {
            in.failed = true;
        }
        return hours * 3600.0 + minutes * 60.0 + seconds - offset(in);
    }

    private static double offset(Cursor in) {
        if (in.atEnd() || in.accept('Z')) {
            return 0;
        }
        boolean negative = in.accept('-');
        if (!negative) {
            in.require('+');
        }
        int hours = in.digits(2, 2);
        in.accept(':');
        int minutes = in.atEnd() ? 0 : in.digits(2, 2);
        double seconds = hours * 3600.0 + minutes * 60.0;
        return negative ? -seconds : seconds;
    }

    private static final class Cursor {

        private final String text;
        private int at;
        private boolean failed;

        Cursor(String text) {
            this.text = text;
        }

        boolean atEnd() {
            return at >= text.length();
        }

        boolean accept(char c) {
            if (!atEnd() && text.charAt(at) == c) {
                at++;
                return true;
            }
            return false;
        }

        void require(char c) {
            failed |= !accept(c);
        }

        int digits(int min, int max) {
            int value = 0;
            int count = 0;
            while (!atEnd() && count < max && Character.isDigit(text.charAt(at))) {
                value = value * 10 + (text.charAt(at) - '0');
                at++;
                count++;
            }
            failed |= count < min;
            return value;
        }

        double fraction() {
            double scale = 0.1;
            double value = 0;
            while (!atEnd() && Character.isDigit(text.charAt(at))) {
                value += (text.charAt(at) - '0') * scale;
                scale /= 10;
                at++;
            }
            return value;
        }
    }
}
