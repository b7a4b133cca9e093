package dev.atelier.billing.meter;

import dev.atelier.billing.cost.Micros;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Records usage events, each once, and keeps the intervals that follow from them. One call is one transaction: when it
 * returns, all of it is durable; when it throws, none of it happened.
 *
 * <p>Transactions wait for each other without deadlock: each first claims its events in the order of their keys, then
 * locks its resources in the order of their ids, and only a transaction that has claimed everything locks anything.
 */
@ApplicationScoped
public class UsageLedger {
    private final EventTable events;
    private final IntervalTable intervals;
    private final Clock clock;

    UsageLedger(EventTable events, IntervalTable intervals, Clock clock) {
        this.events = events;
        this.intervals = intervals;
        this.clock = clock;
    }

    /** Records events in any order; see {@link Timeline} for what they mean. */
    @Transactional
    public Receipt record(List<UsageEvent> batch) {
        if (batch.isEmpty()) {
            return Receipt.EMPTY;
        }
        Map<EventKey, Claim> claims = new TreeMap<>();
        List<UsageConflict> conflicts = new ArrayList<>();
        long duplicates = 0;
        for (UsageEvent event : batch) {
            Claim claim = new Claim(event, HexFormat.of().formatHex(EventDigest.of(event)));
            Claim earlier = claims.putIfAbsent(event.key(), claim);
            if (earlier == null) {
                continue;
            }
            if (earlier.digest().equals(claim.digest())) {
                duplicates++;
            } else {
                conflicts.add(conflict(event.key(), "another event of this request has the same source and id"));
            }
        }
        EventTable.Claimed claimed = events.claim(List.copyOf(claims.values()), Micros.truncate(clock.instant()));
        for (EventKey key : claimed.conflicting()) {
            conflicts.add(conflict(key, "an event with the same source and id was recorded before"));
        }
        intervals.apply(claimed.accepted());
        return new Receipt(claimed.accepted().size(), duplicates + claimed.duplicates(), conflicts);
    }

    private static UsageConflict conflict(EventKey key, String reason) {
        return new UsageConflict(key, reason + ", with another payload; this one was not applied");
    }

    /** An event that wants its key. */
    record Claim(UsageEvent event, String digest) {}
}
