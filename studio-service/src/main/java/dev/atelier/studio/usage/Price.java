package dev.atelier.studio.usage;

import java.math.BigDecimal;

/**
 * A price per hour from billing's price book.
 *
 * @param currency ISO 4217
 * @param estimated whether the book marks the figure as derived
 */
public record Price(BigDecimal amount, String currency, boolean estimated) {}
