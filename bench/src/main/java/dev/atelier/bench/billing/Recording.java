package dev.atelier.bench.billing;

import dev.atelier.bench.Figures;
import dev.atelier.billing.v1.RecordUsageResponse;
import dev.atelier.billing.v1.UsageEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * How fast events become durable: by day of the month, through billing and, in between, as plain rows; then the first days
 * again, which must have no effect.
 */
final class Recording {
    private static final int WRITERS = 2;
    /** Users whose day goes in one stream, so that a stream is about ten thousand events. */
    private static final int USERS_PER_STREAM = 1_250;

    private final BillingClient client;
    private final BenchDatabase database;
    private final Month month;

    Recording(BillingClient client, BenchDatabase database, Month month) {
        this.client = client;
        this.database = database;
        this.month = month;
    }

    @FunctionalInterface
    private interface Sink {
        void take(List<UsageEvent> events) throws Exception;
    }

    void run(Figures figures, int replayedDays) throws Exception {
        PlainInserts.prepare(database);
        double ours = 0;
        double plain = 0;
        for (int day = 0; day < month.days(); day++) {
            // whoever comes first finds the caches cold: take turns
            if (day % 2 == 0) {
                ours += seconds(day, this::record);
                plain += plainSeconds(day);
            } else {
                plain += plainSeconds(day);
                ours += seconds(day, this::record);
            }
        }
        figures.chapter("Recording, %,d events by %d writers".formatted(month.events(), WRITERS));
        figures.compare(
                "events/s, each once, beside plain INSERT",
                month.events() / ours,
                month.events() / plain,
                "events/s",
                "half of plain, 20,000");
        double again = 0;
        double plainAgain = 0;
        for (int day = 0; day < replayedDays; day++) {
            again += seconds(day, this::repeat);
            plainAgain += plainSeconds(day);
        }
        double replayed = (double) month.events() / month.days() * replayedDays;
        figures.compare(
                "events/s, all of them again",
                replayed / again,
                replayed / plainAgain,
                "events/s",
                "half of plain, 20,000");
        database.execute("DROP TABLE plain_usage_event");
    }

    private void record(List<UsageEvent> events) throws InterruptedException {
        RecordUsageResponse answer = client.record(events);
        require(answer, answer.getAccepted() == events.size(), "are new");
    }

    private void repeat(List<UsageEvent> events) throws InterruptedException {
        RecordUsageResponse answer = client.record(events);
        require(answer, answer.getDuplicates() == events.size(), "are there already");
    }

    private static void require(RecordUsageResponse answer, boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException("Not all events " + what + ": " + answer);
        }
    }

    private double plainSeconds(int day) throws Exception {
        return seconds(day, events -> {
            try (PlainInserts inserts = new PlainInserts(database)) {
                inserts.insert(events);
            }
        });
    }

    /** The events are made before the clock runs. */
    private double seconds(int day, Sink sink) throws Exception {
        List<List<UsageEvent>> streams = new ArrayList<>();
        for (int user = 0; user < month.users(); user += USERS_PER_STREAM) {
            streams.add(month.day(day, user, Math.min(month.users(), user + USERS_PER_STREAM)));
        }
        long begin = System.nanoTime();
        try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            List<Future<?>> sent = new ArrayList<>();
            for (List<UsageEvent> stream : streams) {
                sent.add(writers.submit(() -> {
                    sink.take(stream);
                    return null;
                }));
            }
            for (Future<?> each : sent) {
                each.get();
            }
        }
        return (System.nanoTime() - begin) / 1e9;
    }
}
