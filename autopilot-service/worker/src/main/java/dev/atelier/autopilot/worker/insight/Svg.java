package dev.atelier.autopilot.worker.insight;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A chart with two linear axes, drawn as SVG. */
final class Svg {

    static final List<String> COLOURS =
            List.of("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#8C6D31", "#555555");

    private static final int WIDTH = 460;
    private static final int HEIGHT = 330;
    private static final int LEFT = 62;
    private static final int RIGHT = 14;
    private static final int TOP = 12;
    private static final int BOTTOM = 48;
    private static final int TICKS = 5;

    private final StringBuilder body = new StringBuilder();
    private final double fromX;
    private final double toX;
    private final double fromY;
    private final double toY;

    Svg(String xLabel, String yLabel, double fromX, double toX, double fromY, double toY) {
        this.fromX = fromX;
        this.toX = toX > fromX ? toX : fromX + 1;
        this.fromY = fromY;
        this.toY = toY > fromY ? toY : fromY + 1;
        for (double tick : ticks(fromX, this.toX)) {
            body.append(String.format(
                    Locale.ROOT,
                    "<line class='grid' x1='%.1f' y1='%d' x2='%.1f' y2='%d'/>",
                    x(tick),
                    TOP,
                    x(tick),
                    HEIGHT - BOTTOM));
            body.append(String.format(
                    Locale.ROOT,
                    "<text class='tick' x='%.1f' y='%d' text-anchor='middle'>%s</text>",
                    x(tick),
                    HEIGHT - BOTTOM + 16,
                    number(tick)));
        }
        for (double tick : ticks(fromY, this.toY)) {
            body.append(String.format(
                    Locale.ROOT,
                    "<line class='grid' x1='%d' y1='%.1f' x2='%d' y2='%.1f'/>",
                    LEFT,
                    y(tick),
                    WIDTH - RIGHT,
                    y(tick)));
            body.append(String.format(
                    Locale.ROOT,
                    "<text class='tick' x='%d' y='%.1f' text-anchor='end'>%s</text>",
                    LEFT - 7,
                    y(tick) + 4,
                    number(tick)));
        }
        body.append(String.format(
                Locale.ROOT,
                "<text class='axis' x='%d' y='%d' text-anchor='middle'>%s</text>",
                (LEFT + WIDTH - RIGHT) / 2,
                HEIGHT - 8,
                Html.escape(xLabel)));
        body.append(String.format(
                Locale.ROOT,
                "<text class='axis' transform='translate(14 %d) rotate(-90)' text-anchor='middle'>%s</text>",
                (TOP + HEIGHT - BOTTOM) / 2,
                Html.escape(yLabel)));
    }

    Svg line(List<Insights.Point> points, String colour) {
        StringBuilder path = new StringBuilder();
        for (Insights.Point point : points) {
            path.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(point.x()), y(point.y())));
        }
        body.append(String.format(
                Locale.ROOT,
                "<polyline fill='none' stroke='%s' stroke-width='2' points='%s'/>",
                colour,
                path.toString().strip()));
        return this;
    }

    /** For comparison, for example what chance would give. */
    Svg reference(double x1, double y1, double x2, double y2) {
        body.append(String.format(
                Locale.ROOT,
                "<line class='reference' x1='%.1f' y1='%.1f' x2='%.1f' y2='%.1f'/>",
                x(x1),
                y(y1),
                x(x2),
                y(y2)));
        return this;
    }

    Svg dot(double x, double y, double radius, String colour, double opacity) {
        body.append(String.format(
                Locale.ROOT,
                "<circle cx='%.1f' cy='%.1f' r='%.1f' fill='%s' fill-opacity='%.2f'/>",
                x(x),
                y(y),
                radius,
                colour,
                opacity));
        return this;
    }

    /** A bar on the x axis. */
    Svg bar(double from, double to, double height, String colour) {
        body.append(String.format(
                Locale.ROOT,
                "<rect x='%.1f' y='%.1f' width='%.1f' height='%.1f' fill='%s'/>",
                x(from) + 0.5,
                y(height),
                Math.max(0.5, x(to) - x(from) - 1),
                Math.max(0, y(fromY) - y(height)),
                colour));
        return this;
    }

    String render(String description) {
        return "<svg viewBox='0 0 %d %d' role='img' aria-label='%s'>%s<path class='frame' d='M%d %dV%dH%d'/></svg>"
                .formatted(WIDTH, HEIGHT, Html.escape(description), body, LEFT, TOP, HEIGHT - BOTTOM, WIDTH - RIGHT);
    }

    private double x(double value) {
        return LEFT + (Math.clamp(value, fromX, toX) - fromX) / (toX - fromX) * (WIDTH - LEFT - RIGHT);
    }

    private double y(double value) {
        return HEIGHT - BOTTOM - (Math.clamp(value, fromY, toY) - fromY) / (toY - fromY) * (HEIGHT - TOP - BOTTOM);
    }

    /** Round numbers within a range, at steps of 1, 2 or 5 times a power of ten. */
    static List<Double> ticks(double from, double to) {
        double raw = (to - from) / TICKS;
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        double scaled = raw / power;
        double step = power * (scaled <= 1 ? 1 : scaled <= 2 ? 2 : scaled <= 5 ? 5 : 10);
        List<Double> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(from / step - 1e-9); i * step <= to + step * 1e-9; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    /** A number as short as it can be read: 0.25, 1,500, 2.4M. */
    static String number(double value) {
        double size = Math.abs(value);
        if (size >= 1e6) {
            return trim(String.format(Locale.ROOT, "%.2f", value / 1e6)) + "M";
        }
        if (size >= 1000) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        if (size > 0 && size < 1e-3) {
            return String.format(Locale.ROOT, "%.1e", value);
        }
        return trim(String.format(Locale.ROOT, size >= 100 ? "%.1f" : "%.4f", value));
    }

    private static String trim(String text) {
        String trimmed = text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
        return trimmed.equals("-0") ? "0" : trimmed;
    }
}
