package dev.atelier.billing.price;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * Reads the CSV form of a price book: one price a line, in USD an hour. A source that begins with {@value #DERIVED} marks
 * an estimate: the figure was derived from other published figures.
 */
public final class PriceBookCsv {
    static final String DERIVED = "DERIVED";

    private static final List<String> HEADER = List.of(
            "instance_type", "vcpu", "memory_gib", "gpu", "region", "component", "usd_per_hour", "source", "as_of");

    private PriceBookCsv() {}

    /**
     * Reads a whole book.
     *
     * @throws IllegalArgumentException naming the line, when the book is not what it should be
     */
    public static PriceBook read(String name, byte[] content) {
        List<String> lines = new String(content, StandardCharsets.UTF_8).lines().toList();
        if (lines.isEmpty() || !fields(lines.getFirst(), 1).equals(HEADER)) {
            throw new IllegalArgumentException(
                    "The price book '%s' must begin with the line %s".formatted(name, String.join(",", HEADER)));
        }
        List<PriceBook.Entry> entries = new ArrayList<>();
        Set<PriceKey> keys = new HashSet<>();
        for (int i = 1; i < lines.size(); i++) {
            PriceBook.Entry entry = entry(fields(lines.get(i), i + 1), i + 1);
            if (!keys.add(entry.key())) {
                throw invalid(i + 1, "a second price for " + entry.key());
            }
            entries.add(entry);
        }
        return new PriceBook(name, sha256(content), entries);
    }

    private static PriceBook.Entry entry(List<String> fields, int line) {
        if (fields.size() != HEADER.size()) {
            throw invalid(line, "%d fields instead of %d".formatted(fields.size(), HEADER.size()));
        }
        Component component = Component.find(fields.get(5))
                .orElseThrow(
                        () -> invalid(line, "component '%s' is none of %s".formatted(fields.get(5), Component.CODES)));
        BigDecimal perHour;
        try {
            perHour = new BigDecimal(fields.get(6));
        } catch (NumberFormatException _) {
            throw invalid(line, "'%s' is not a number".formatted(fields.get(6)));
        }
        if (perHour.signum() <= 0) {
            throw invalid(line, "a price must be above 0");
        }
        String source = fields.get(7);
        return new PriceBook.Entry(
                new PriceKey(fields.get(0), component, fields.get(4)),
                perHour,
                "USD",
                source.startsWith(DERIVED),
                source,
                fields.get(8));
    }

    /** The fields of one line; a quoted field may hold commas and doubled quotes, but no line breaks. */
    private static List<String> fields(String line, int number) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                if (quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                    field.append('"');
                    i++;
                } else {
                    quoted = !quoted;
                }
            } else if (c == ',' && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        if (quoted) {
            throw invalid(number, "a quoted field does not end");
        }
        fields.add(field.toString());
        return fields;
    }

    private static IllegalArgumentException invalid(int line, String message) {
        return new IllegalArgumentException("Price book, line %d: %s".formatted(line, message));
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
