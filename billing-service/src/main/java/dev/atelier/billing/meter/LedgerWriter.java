package dev.atelier.billing.meter;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.billing.cost.Micros;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * The transaction of the ledger. Transactions wait for each other without deadlock: each first claims its events in the
 * order of their keys, then locks its resources in the order of their ids, and only a transaction that has claimed
 * everything locks anything. What is added to the sums is written to rows of its own, for which nobody waits.
 */
@ApplicationScoped
class LedgerWriter {
    private final EventTable events;
    private final ResourceTable resources;
    private final Projection projection;
    private final Clock clock;

    LedgerWriter(EventTable events, ResourceTable resources, Projection projection, Clock clock) {
        this.events = events;
        this.resources = resources;
        this.projection = projection;
        this.clock = clock;
    }

    /** The keys must be distinct and in order. */
    @Transactional
    EventTable.Claimed write(List<UsageLedger.Claim> claims, String by) {
        EventTable.Claimed claimed = events.claim(claims);
        append(claimed.accepted(), by);
        return claimed;
    }

    /**
     * The same, but of all or none.
     *
     * @throws AtelierException {@code CONFLICT} when a key is taken by another payload
     */
    @Transactional
    EventTable.Claimed writeAll(List<UsageLedger.Claim> claims, String by) {
        EventTable.Claimed claimed = events.claim(claims);
        refuse(claimed.conflicting());
        append(claimed.accepted(), by);
        return claimed;
    }

    private void append(List<EventTable.Recorded> accepted, String by) {
        if (!accepted.isEmpty()) {
            Map<String, ResourceTable.Held> held = resources.hold(accepted);
            events.append(accepted, held, Micros.truncate(clock.instant()), by);
            projection.apply(accepted, held);
        }
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
