package dev.atelier.billing.meter;

import dev.atelier.api.error.AtelierException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

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
        Distinct distinct = Distinct.of(batch);
        EventTable.Claimed claimed = writer.write(claims(distinct), by);
        sources.heard(distinct.events().keySet());
        return new Receipt(
                claimed.accepted().size(),
                distinct.duplicates() + claimed.duplicates(),
                Stream.concat(
                                distinct.conflicting().stream()
                                        .map(key -> conflict(
                                                key, "another event of this request has the same source and id")),
                                claimed.conflicting().stream()
                                        .map(key -> conflict(
                                                key, "an event with the same source and id was recorded before")))
                        .toList());
    }

    /**
     * Records events all together or, when one of them conflicts, none. Not to be called in a transaction.
     *
     * @return how many were new
     * @throws AtelierException {@code CONFLICT}
     */
    long recordAll(List<UsageEvent> batch, String by) {
        Distinct distinct = Distinct.of(batch);
        LedgerWriter.refuse(distinct.conflicting());
        return writer.writeAll(claims(distinct), by).accepted().size();
    }

    /** In the order of the keys. */
    private List<Claim> claims(Distinct distinct) {
        List<UsageEvent> events = List.copyOf(distinct.events().values());
        partitions.ensureFor(events);
        List<Long> accountIds = accounts.ids(events);
        List<Claim> claims = new ArrayList<>(events.size());
        for (int i = 0; i < events.size(); i++) {
            UsageEvent event = events.get(i);
            claims.add(
                    new Claim(event, Objects.requireNonNull(distinct.digests().get(event.key())), accountIds.get(i)));
        }
        return claims;
    }

    private static UsageConflict conflict(EventKey key, String reason) {
        return new UsageConflict(key, reason + ", with another payload; this one was not applied");
    }

    /**
     * The events of a request by key.
     *
     * @param duplicates how many said the same again
     * @param conflicting the keys of those that said something else
     */
    private record Distinct(
            Map<EventKey, UsageEvent> events,
            Map<EventKey, Fingerprint> digests,
            long duplicates,
            List<EventKey> conflicting) {
        static Distinct of(List<UsageEvent> batch) {
            Map<EventKey, UsageEvent> events = new TreeMap<>();
            Map<EventKey, Fingerprint> digests = HashMap.newHashMap(batch.size());
            List<EventKey> conflicting = new ArrayList<>();
            long duplicates = 0;
            for (UsageEvent event : batch) {
                Fingerprint digest = EventDigest.of(event);
                Fingerprint earlier = digests.putIfAbsent(event.key(), digest);
                if (earlier == null) {
                    events.put(event.key(), event);
                } else if (earlier.equals(digest)) {
                    duplicates++;
                } else {
                    conflicting.add(event.key());
                }
            }
            return new Distinct(events, digests, duplicates, conflicting);
        }
    }

    /** An event that wants its key. */
    record Claim(UsageEvent event, Fingerprint digest, long accountId) {}
}
