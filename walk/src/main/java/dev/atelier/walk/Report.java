package dev.atelier.walk;

import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.function.Supplier;

/** Prints a line a step: what was done, how long it took, what has been spent so far. */
public final class Report {
    private final PrintStream out;
    private Supplier<BigDecimal> spent = () -> BigDecimal.ZERO;
    private int steps;

    public Report(PrintStream out) {
        this.out = out;
    }

    /** From here on, each line ends with the cost so far. */
    void meteredBy(Supplier<BigDecimal> meter) {
        this.spent = meter;
    }

    /** A heading. */
    public void chapter(String title) {
        out.println();
        out.println(title);
    }

    /** Runs a step; its text is what the line says. */
    public void step(Supplier<String> step) {
        long start = System.nanoTime();
        String text = step.get();
        double seconds = (System.nanoTime() - start) / 1e9;
        out.printf(Locale.ROOT, "%3d  %-108s %7.2f s  %s%n", ++steps, text, seconds, dollars(spent.get()));
    }

    /** A detail below the last step. */
    public void detail(String text) {
        out.println("       " + text);
    }

    /** To a hundredth of a cent, as a person reads it; arithmetic is done on the exact amounts. */
    public static String dollars(BigDecimal amount) {
        return "$" + amount.setScale(4, RoundingMode.HALF_UP).toPlainString();
    }
}
