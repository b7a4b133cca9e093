package dev.atelier.studio.usage;

import dev.atelier.common.v1.Money;
import dev.atelier.platform.json.MoneyJson;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A price per hour from billing's price book.
 *
 * @param currency ISO 4217
 * @param estimated whether the book marks the figure as derived
 */
public record Price(BigDecimal amount, String currency, boolean estimated) {
    /** As a message. */
    public Money toProto() {
        return Money.newBuilder()
                .setAmount(amount.toPlainString())
                .setCurrency(currency)
                .build();
    }

    /** Whether any of the prices is an estimate; null is not known. */
    public static boolean anyEstimated(@Nullable Price... prices) {
        for (Price price : prices) {
            if (price != null && price.estimated) {
                return true;
            }
        }
        return false;
    }

    /** As JSON; absent when it is not known. */
    public static @Nullable MoneyJson toJson(@Nullable Price price) {
        return price == null ? null : MoneyJson.of(price.amount, price.currency);
    }
}
