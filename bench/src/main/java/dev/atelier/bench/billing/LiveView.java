package dev.atelier.bench.billing;

import dev.atelier.bench.Figures;
import dev.atelier.billing.v1.CostFilter;
import dev.atelier.billing.v1.UsageEvent;
import dev.atelier.billing.v1.UsageEventType;
import dev.atelier.billing.v1.WatchMetersRequest;
import dev.atelier.billing.v1.WatchMetersResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** The stream of what runs, with many meters: how long until all are there, and how soon a change is told. */
final class LiveView {
    private static final int CHANGES = 20;
    private static final int WATCHERS = 10;
    private static final String AIM = "under 2 s";

    private final BillingClient client;
    private final int meters;

    LiveView(BillingClient client, int meters) {
        this.client = client;
        this.meters = meters;
    }

    void run(Figures figures) throws InterruptedException {
        Instant now = Instant.now();
        List<UsageEvent> started = events(0, meters, UsageEventType.USAGE_EVENT_TYPE_STARTED, now);
        client.record(started);
        figures.chapter("The live view, %,d running meters, %d watchers".formatted(meters, WATCHERS));
        List<Iterator<WatchMetersResponse>> watchers = new ArrayList<>();
        long begin = System.nanoTime();
        for (int watcher = 0; watcher < WATCHERS; watcher++) {
            watchers.add(watch());
        }
        for (Iterator<WatchMetersResponse> watcher : watchers) {
            int complete = watcher.next().getMetersCount();
            if (complete != meters) {
                throw new IllegalStateException("%d of %d meters are shown".formatted(complete, meters));
            }
        }
        figures.figure("until all watchers know all meters", millis(begin), "ms", AIM);
        double slowest = 0;
        double sum = 0;
        for (int change = 0; change < CHANGES; change++) {
            UsageEvent ended = events(change, change + 1, UsageEventType.USAGE_EVENT_TYPE_ENDED, Instant.now())
                    .getFirst();
            long sent = System.nanoTime();
            client.record(List.of(ended));
            for (Iterator<WatchMetersResponse> watcher : watchers) {
                while (!watcher.next().getEndedResourceIdsList().contains(ended.getResourceId())) {
                    // something else changed
                }
            }
            double took = millis(sent);
            slowest = Math.max(slowest, took);
            sum += took;
        }
        figures.figure("until all know of a change, on average", sum / CHANGES, "ms", AIM);
        figures.figure("until all know of a change, at most", slowest, "ms", AIM);
        client.record(events(CHANGES, meters, UsageEventType.USAGE_EVENT_TYPE_ENDED, Instant.now()));
    }

    private Iterator<WatchMetersResponse> watch() {
        return client.costs()
                .withDeadlineAfter(5, TimeUnit.MINUTES)
                .watchMeters(WatchMetersRequest.newBuilder()
                        .setChangesOnly(true)
                        .setFilter(CostFilter.newBuilder().setDomainId(Month.DOMAIN))
                        .build());
    }

    private static double millis(long begin) {
        return (System.nanoTime() - begin) / 1e6;
    }

    private static List<UsageEvent> events(int first, int until, UsageEventType type, Instant time) {
        return IntStream.range(first, until)
                .mapToObj(meter ->
                        Month.usage("live-" + meter, meter, meter, type, time).build())
                .toList();
    }
}
