package dev.atelier.billing.meter;

import dev.atelier.api.error.AtelierException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
        sources.heard(distinct.events().stream().map(event -> event.key().source()));
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
        List<UsageEvent> events =
                distinct.events().stream().map(DigestedEvent::event).toList();
        partitions.ensureFor(events);
        List<Long> accountIds = accounts.ids(events);
        List<Claim> claims = new ArrayList<>(events.size());
        for (int i = 0; i < events.size(); i++) {
            claims.add(new Claim(events.get(i), distinct.events().get(i).digest(), accountIds.get(i)));
        }
        return claims;
    }

    private static UsageConflict conflict(EventKey key, String reason) {
        return new UsageConflict(key, reason + ", with another payload; this one was not applied");
    }

    private record DigestedEvent(UsageEvent event, Fingerprint digest) {
        EventKey key() {
            return event.key();
        }
    }

    /**
     * The events of a request, each key once.
     *
     * @param events in the order of their keys
     * @param duplicates how many said the same again
     * @param conflicting the keys of those that said something else
     */
    private record Distinct(List<DigestedEvent> events, long duplicates, List<EventKey> conflicting) {
        static Distinct of(List<UsageEvent> batch) {
            List<DigestedEvent> ordered = batch.stream()
                    .map(event -> new DigestedEvent(event, EventDigest.of(event)))
                    .sorted(Comparator.comparing(DigestedEvent::key))
                    .toList();
            List<DigestedEvent> events = new ArrayList<>(ordered.size());
            List<EventKey> conflicting = new ArrayList<>();
            long duplicates = 0;
            for (DigestedEvent event : ordered) {
                DigestedEvent last = events.isEmpty() ? null : events.getLast();
                if (last == null || !last.key().equals(event.key())) {
                    events.add(event);
                } else if (last.digest().equals(event.digest())) {
                    duplicates++;
                } else {
                    conflicting.add(event.key());
                }
            }
            return new Distinct(events, duplicates, conflicting);
        }
    }

    /** An event that wants its key. */
    record Claim(UsageEvent event, Fingerprint digest, long accountId) {}
}
