package dev.atelier.billing.meter;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.billing.cost.Micros;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;

/**
 * The transaction of the ledger. Transactions wait for each other without deadlock: each first claims its events in the
 * order of their keys, then locks its resources in the order of their ids, and only a transaction that has claimed
 * everything locks anything. What is added to the sums is written to rows of its own, for which nobody waits.
 */
@ApplicationScoped
class LedgerWriter {
    private final EventTable events;
    private final IntervalTable intervals;
    private final Clock clock;

    LedgerWriter(EventTable events, IntervalTable intervals, Clock clock) {
        this.events = events;
        this.intervals = intervals;
        this.clock = clock;
    }

    /** The keys must be distinct and in order. */
    @Transactional
    EventTable.Claimed write(List<UsageLedger.Claim> claims, String by) {
        EventTable.Claimed claimed = events.claim(claims, Micros.truncate(clock.instant()), by);
        intervals.apply(claimed.accepted());
        return claimed;
    }

    /**
     * The same, but of all or none.
     *
     * @throws AtelierException {@code CONFLICT} when a key is taken by another payload
     */
    @Transactional
    EventTable.Claimed writeAll(List<UsageLedger.Claim> claims, String by) {
        EventTable.Claimed claimed = events.claim(claims, Micros.truncate(clock.instant()), by);
        refuse(claimed.conflicting());
        intervals.apply(claimed.accepted());
        return claimed;
    }

    static void refuse(List<EventKey> conflicting) {
        if (!conflicting.isEmpty()) {
            EventKey key = conflicting.getFirst();
            throw new AtelierException(
                    ErrorCode.CONFLICT,
                    "The event '%s' of the source '%s' was recorded before with another payload; nothing was changed."
                            .formatted(key.id(), key.source()));
        }
    }
}
