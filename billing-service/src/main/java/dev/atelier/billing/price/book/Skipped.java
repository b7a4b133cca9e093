package dev.atelier.billing.price.book;

/**
 * Rows of a source that are no prices of ours.
 *
 * @param count how many there were for this reason
 * @param firstLine where the first of them stands, from 1
 */
public record Skipped(String reason, long count, long firstLine) {}
