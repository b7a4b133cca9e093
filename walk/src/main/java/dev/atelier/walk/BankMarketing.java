package dev.atelier.walk;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The data set of the walk; its source and licence are in DATA.md beside it. */
final class BankMarketing {
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

    private static List<String> cells(String line) {
        List<String> cells = List.of(line.split(",", -1));
        return cells.subList(0, cells.size() - 1);
    }

    private static List<String> lines() {
        return new String(csv(), StandardCharsets.UTF_8).lines().toList();
    }
}
