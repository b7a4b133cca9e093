package dev.atelier.billing.price;

import java.math.BigDecimal;
import java.util.List;

/**
 * A list of prices as it was published.
 *
 * @param sha256 of its bytes; the same content is imported once
 */
public record PriceBook(String name, String sha256, List<Entry> entries) {
    public PriceBook {
        entries = List.copyOf(entries);
    }

    /** One price of the book. */
    public record Entry(
            PriceKey key, BigDecimal perHour, String currency, boolean estimated, String source, String asOf) {}
}
