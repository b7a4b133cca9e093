package dev.atelier.autopilot.service;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Tables for tests. */
public final class Tables {
    private Tables() {}

    /** A table with a header and the columns x1, x2, colour and y; y is "yes" or "no" and follows from the others, with noise. */
    public static byte[] binary(int rows, long seed) {
        Random random = new Random(seed);
        String[] colours = {"red", "green", "blue"};
        StringBuilder csv = new StringBuilder("x1,x2,colour,y\n");
        for (int i = 0; i < rows; i++) {
            double x1 = random.nextGaussian();
            double x2 = random.nextDouble() * 10;
            String colour = colours[random.nextInt(colours.length)];
            double score = x1 + (x2 - 5) / 4 + (colour.equals("red") ? 1 : 0) + random.nextGaussian() * 0.5;
            csv.append("%.4f,%.3f,%s,%s\n".formatted(x1, x2, colour, score > 0.3 ? "yes" : "no"));
        }
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }
}
