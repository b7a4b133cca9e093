package dev.atelier.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints figures beside a peer's: a line each with our figure, the peer's, their ratio and the aim. */
public final class Figures {
    private final PrintStream out;

    public Figures(PrintStream out) {
        this.out = out;
    }

    /** A heading. */
    public void chapter(String title) {
        out.println();
        out.println(title);
    }

    /** A remark. */
    public void say(String text) {
        out.println("  " + text);
    }

    /**
     * One comparison: ours divided by the peer's.
     *
     * @param unit of both figures
     * @param aim what the ratio should be, in words; empty when there is none
     */
    public void compare(String what, double ours, double peer, String unit, String aim) {
        out.printf(
                Locale.ROOT,
                "  %-46s %12s %-9s peer %12s   ratio %6.3f%s%n",
                what,
                figure(ours),
                unit,
                figure(peer),
                ours / peer,
                aim.isEmpty() ? "" : "   (aim: " + aim + ")");
    }

    /** A figure without a peer. */
    public void figure(String what, double value, String unit, String aim) {
        out.printf(
                Locale.ROOT,
                "  %-46s %12s %s%s%n",
                what,
                figure(value),
                unit,
                aim.isEmpty() ? "" : "   (aim: " + aim + ")");
    }

    /** A table; the first row is its head. */
    public void table(List<List<String>> rows) {
        List<Integer> widths = new ArrayList<>();
        for (List<String> row : rows) {
            for (int column = 0; column < row.size(); column++) {
                int width = row.get(column).length();
                if (column == widths.size()) {
                    widths.add(width);
                } else {
                    widths.set(column, Math.max(widths.get(column), width));
                }
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder(" ");
            for (int column = 0; column < row.size(); column++) {
                String text = row.get(column);
                String padding = " ".repeat(widths.get(column) - text.length());
                line.append(' ')
                        .append(column == 0 ? text + padding : padding + text)
                        .append(' ');
            }
            out.println(line.toString().stripTrailing());
        }
    }

    /** Four significant digits, thousands grouped. */
    static String figure(double value) {
        if (value != 0 && Math.abs(value) < 1000) {
            int decimals = Math.max(0, 3 - (int) Math.floor(Math.log10(Math.abs(value))));
            return String.format(Locale.ROOT, "%." + Math.min(decimals, 9) + "f", value);
        }
        return String.format(Locale.ROOT, "%,.0f", value);
    }
}
