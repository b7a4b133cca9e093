package dev.atelier.billing.meter;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A time in which a member shared a billed resource. The shares of an interval cover it without a gap; where nobody was
 * present, one share belongs to the member "". They are cut wherever the company changes, or who of it pays. Those who compute
 * pay alike; while nobody does, or it is not known, all who are present do.
 *
 * @param end null while it lasts
 * @param part which of those present it is, from 0
 * @param parts how many are present
 * @param payer which of those who pay it is, from 0; -1: it pays nothing
 * @param payers how many pay
 * @param idle whether it is known that nothing was busy
 */
record UsageShare(
        String resourceId,
        String memberId,
        Instant start,
        @Nullable Instant end,
        int part,
        int parts,
        int payer,
        int payers,
        boolean idle) {
    /** Of somebody who pays like everybody who is present. */
    UsageShare(
            String resourceId,
            String memberId,
            Instant start,
            @Nullable Instant end,
            int part,
            int parts,
            boolean idle) {
        this(resourceId, memberId, start, end, part, parts, part, parts, idle);
    }
}
