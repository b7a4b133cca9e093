package dev.atelier.billing.meter;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A time in which a member had an even share of a billed resource. The shares of an interval cover it without a gap;
 * where nobody was present, one share belongs to the member "". They are cut wherever the company changes.
 *
 * @param end null while it lasts
 * @param part which of the shares it is, from 0
 * @param parts how many shares there are at this time
 * @param idle whether it is known that nothing was busy
 */
record UsageShare(
        String resourceId,
        String memberId,
        Instant start,
        @Nullable Instant end,
        int part,
        int parts,
        boolean idle) {}
