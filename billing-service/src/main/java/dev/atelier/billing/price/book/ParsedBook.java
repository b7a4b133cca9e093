package dev.atelier.billing.price.book;

import dev.atelier.billing.price.PriceBook;
import java.util.List;

/**
 * What a source says.
 *
 * @param version what the publisher calls it; empty when he does not
 * @param specs of the instance types that the source describes
 */
public record ParsedBook(
        String version, List<PriceBook.Entry> entries, List<InstanceSpec> specs, List<Skipped> skipped) {
    public ParsedBook {
        entries = List.copyOf(entries);
        specs = List.copyOf(specs);
        skipped = List.copyOf(skipped);
    }
}
