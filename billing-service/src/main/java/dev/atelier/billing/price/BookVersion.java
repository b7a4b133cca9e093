package dev.atelier.billing.price;

import dev.atelier.billing.price.book.BookFormat;
import dev.atelier.billing.price.book.Skipped;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One import of a price book.
 *
 * @param version what the publisher calls it; empty when he does not
 * @param activeFrom from when its figures are in force; null until it is activated
 * @param priceCount how many prices it holds
 * @param skipped what of its source was no price of ours
 */
public record BookVersion(
        long id,
        String name,
        BookFormat format,
        String version,
        String sha256,
        Instant importedAt,
        String importedBy,
        @Nullable Instant activeFrom,
        int priceCount,
        List<Skipped> skipped) {
    public BookVersion {
        skipped = List.copyOf(skipped);
    }
}
