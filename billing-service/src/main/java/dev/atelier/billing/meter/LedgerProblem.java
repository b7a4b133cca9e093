package dev.atelier.billing.meter;

/**
 * Something of the ledger that is not what its events say.
 *
 * @param resourceId "" when it is of no single resource
 */
public record LedgerProblem(Kind kind, String resourceId, String detail) {
    /** What is wrong. */
    public enum Kind {
        /** An event without a key, or a key without its event. */
        KEY,
        /** An event does not say any more what was recorded. */
        CONTENT,
        /** The intervals are not those of the events. */
        INTERVAL,
        /** The shares are not those of the events. */
        SHARE,
        /** The sums by day are not those of the intervals. */
        SUM
    }
}
