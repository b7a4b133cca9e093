package dev.atelier.billing.price.book;

import java.math.BigDecimal;
import java.util.Optional;

/** Decimals as people and publishers write them. */
final class Decimals {
    private static final int MAX_LENGTH = 40;
    private static final int MAX_SCALE = 30;

    private Decimals() {}

    /** The number; nothing when it is none, or so long or small that nobody means it. */
    static Optional<BigDecimal> parse(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            BigDecimal value = new BigDecimal(text);
            return Math.abs(value.scale()) > MAX_SCALE ? Optional.empty() : Optional.of(value);
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }
}
