package dev.atelier.billing.meter;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Records usage events, each once, and keeps the intervals and sums that follow from them. One call is one transaction:
 * when it returns, all of it is durable; when it throws, none of it happened.
 */
@ApplicationScoped
public class UsageLedger {
    private final LedgerWriter writer;
    private final AccountTable accounts;
    private final EventPartitions partitions;
    private final UsageSources sources;

    UsageLedger(LedgerWriter writer, AccountTable accounts, EventPartitions partitions, UsageSources sources) {
        this.writer = writer;
        this.accounts = accounts;
        this.partitions = partitions;
        this.sources = sources;
    }

    /**
     * Records events in any order; see {@link Timeline} for what they mean. Not to be called in a transaction.
     *
     * @param by who sends them, for the audit
     */
    public Receipt record(List<UsageEvent> batch, String by) {
        if (batch.isEmpty()) {
            return Receipt.EMPTY;
        }
        List<UsageConflict> conflicts = new ArrayList<>();
        Map<EventKey, String> digests = new TreeMap<>();
        Map<EventKey, UsageEvent> events = new TreeMap<>();
        long duplicates = 0;
        for (UsageEvent event : batch) {
            String digest = HexFormat.of().formatHex(EventDigest.of(event));
            String earlier = digests.putIfAbsent(event.key(), digest);
            if (earlier == null) {
                events.put(event.key(), event);
            } else if (earlier.equals(digest)) {
                duplicates++;
            } else {
                conflicts.add(conflict(event.key(), "another event of this request has the same source and id"));
            }
        }
        EventTable.Claimed claimed = writer.write(claims(List.copyOf(events.values()), digests), by);
        for (EventKey key : claimed.conflicting()) {
            conflicts.add(conflict(key, "an event with the same source and id was recorded before"));
        }
        sources.heard(events.keySet());
        return new Receipt(claimed.accepted().size(), duplicates + claimed.duplicates(), conflicts);
    }

    /** In the order of the keys. */
    private List<Claim> claims(List<UsageEvent> events, Map<EventKey, String> digests) {
        partitions.ensureFor(events);
        List<Long> accountIds = accounts.ids(events);
        List<Claim> claims = new ArrayList<>(events.size());
        for (int i = 0; i < events.size(); i++) {
            UsageEvent event = events.get(i);
            claims.add(new Claim(event, digests.get(event.key()), accountIds.get(i)));
        }
        return claims;
    }

    private static UsageConflict conflict(EventKey key, String reason) {
        return new UsageConflict(key, reason + ", with another payload; this one was not applied");
    }

    /** An event that wants its key. */
    record Claim(UsageEvent event, String digest, long accountId) {}
}
