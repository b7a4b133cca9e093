package dev.atelier.billing.price;

import dev.atelier.billing.cost.Amount;
import org.jspecify.annotations.Nullable;

/**
 * How two versions of a book differ in one key.
 *
 * @param before null when the price is new
 * @param after null when the price is gone
 */
public record PriceChange(
        PriceKey key, @Nullable Figure before, @Nullable Figure after) {
    /** A price of one side. */
    public record Figure(Amount perHour, boolean estimated) {}

    /** The name of the change: {@code added}, {@code removed}, or {@code changed}. */
    public String kind() {
        return before == null ? "added" : after == null ? "removed" : "changed";
    }
}
