package dev.atelier.billing.price.book;

import dev.atelier.billing.price.PriceBook;
import dev.atelier.billing.price.PriceKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects a book while it is read, and counts what is left out of it. */
final class BookBuilder {
    private static final int MAX_ENTRIES = 500_000;

    private final Map<PriceKey, Found> found = new LinkedHashMap<>();
    private final Map<String, InstanceSpec> specs = new LinkedHashMap<>();
    private final Map<String, Skipped> skipped = new LinkedHashMap<>();
    private String version = "";

    private record Found(PriceBook.Entry entry, long line) {}

    void version(String text) {
        version = text;
    }

    /** Adds a price; the same one again is left out, another one for the same key refuses the book. */
    void add(PriceBook.Entry entry, long line) {
        Found before = found.putIfAbsent(entry.key(), new Found(entry, line));
        if (before == null) {
            if (found.size() > MAX_ENTRIES) {
                throw BookRefused.at(line, "more than " + MAX_ENTRIES + " prices");
            }
            return;
        }
        if (before.entry().perHour().compareTo(entry.perHour()) != 0
                || !before.entry().currency().equals(entry.currency())) {
            throw BookRefused.at(
                    line,
                    "a second price for %s: %s %s, but %s %s on line %d"
                            .formatted(
                                    entry.key(),
                                    entry.perHour().toPlainString(),
                                    entry.currency(),
                                    before.entry().perHour().toPlainString(),
                                    before.entry().currency(),
                                    before.line()));
        }
        skip("the same price again", line);
    }

    void spec(InstanceSpec spec) {
        specs.put(spec.instanceType(), spec);
    }

    void skip(String reason, long line) {
        skipped.merge(
                reason,
                new Skipped(reason, 1, line),
                (one, _) -> new Skipped(reason, one.count() + 1, Math.min(one.firstLine(), line)));
    }

    /** The book; one without any price is refused. */
    ParsedBook build(long lastLine) {
        if (found.isEmpty()) {
            throw BookRefused.at(lastLine, "the book holds no price of ours");
        }
        List<PriceBook.Entry> entries = new ArrayList<>(found.size());
        found.values().forEach(price -> entries.add(price.entry()));
        return new ParsedBook(version, entries, List.copyOf(specs.values()), List.copyOf(skipped.values()));
    }
}
