package dev.atelier.billing.meter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Brings events to the ledger as a bad network does. */
public final class Delivery {
    private static final int WRITERS = 4;

    private Delivery() {}

    /** In random order, in random batches, some of them again and again, by several writers at once. */
    public static void inAnyOrder(UsageLedger ledger, List<UsageEvent> events, Random random) throws Exception {
        List<UsageEvent> stream = new ArrayList<>(events);
        for (UsageEvent event : events) {
            for (int i = random.nextInt(3); i > 0; i--) {
                stream.add(event);
            }
        }
        Collections.shuffle(stream, random);
        List<List<UsageEvent>> batches = new ArrayList<>();
        for (int from = 0; from < stream.size(); ) {
            int to = Math.min(stream.size(), from + random.nextInt(1, 12));
            batches.add(stream.subList(from, to));
            from = to;
        }
        Receipt sum = Receipt.EMPTY;
        try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            List<Future<Receipt>> receipts = batches.stream()
                    .map(batch -> writers.submit(() -> ledger.record(batch, "test")))
                    .toList();
            for (Future<Receipt> receipt : receipts) {
                sum = sum.plus(receipt.get());
            }
        }
        assertThat(sum.conflicts()).isEmpty();
        assertThat(sum.accepted()).isEqualTo(events.size());
        assertThat(sum.duplicates()).isEqualTo((long) stream.size() - events.size());
    }
}
