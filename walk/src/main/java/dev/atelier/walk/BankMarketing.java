package dev.atelier.walk;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** The data set of the walk; its source and licence are in DATA.md beside it. */
final class BankMarketing {
    /** Its name in the home directory. */
    static final String FILE = "bank_marketing.csv";

    static final String TARGET = "y";

    private BankMarketing() {}

    static byte[] csv() {
        try (InputStream in = Objects.requireNonNull(BankMarketing.class.getResourceAsStream("/bank_marketing.csv"))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of the features: every column but the last, which is the target. */
    static List<String> features() {
        return cells(lines().getFirst());
    }

    /** The features of some clients, spread over the file. */
    static List<List<String>> clients(int count) {
        List<String> lines = lines();
        int step = (lines.size() - 1) / count;
        return java.util.stream.IntStream.range(0, count)
                .mapToObj(i -> cells(lines.get(1 + i * step)))
                .toList();
    }

    /** A table of some clients, spread over the file, with what came of the campaign. */
    static String sample(int count) {
        return sample(count, line -> line);
    }

    /** Such a table of a bank with other clients: thirty years older, of a trade that there was not before. */
    static String drifted(int count) {
        return sample(count, line -> {
            int comma = line.indexOf(',');
            return Integer.parseInt(line.substring(0, comma)) + 30 + ",astronaut"
                    + line.substring(line.indexOf(',', comma + 1));
        });
    }

    private static String sample(int count, UnaryOperator<String> change) {
        List<String> lines = lines();
        int step = (lines.size() - 1) / count;
        StringBuilder table = new StringBuilder(lines.getFirst()).append('\n');
        for (int i = 0; i < count; i++) {
            table.append(change.apply(lines.get(1 + i * step))).append('\n');
        }
        return table.toString();
    }

    private static List<String> cells(String line) {
        List<String> cells = List.of(line.split(",", -1));
        return cells.subList(0, cells.size() - 1);
    }

    private static List<String> lines() {
        return new String(csv(), StandardCharsets.UTF_8).lines().toList();
    }
}
