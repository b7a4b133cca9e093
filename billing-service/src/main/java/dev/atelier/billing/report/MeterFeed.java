package dev.atelier.billing.report;

import dev.atelier.billing.BillingConfig;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Everything that runs, read once per interval for all who watch. One reading at a time; nobody blocks to wait for it. */
@ApplicationScoped
class MeterFeed {
    private final Meters meters;
    private final Duration interval;
    private final Executor executor = Infrastructure.getDefaultWorkerPool();
    private @Nullable Reading last;

    MeterFeed(Meters meters, BillingConfig config) {
        this.meters = meters;
        this.interval = config.meters().interval();
    }

    /** A reading; when it begins is known once it does. */
    private static final class Reading {
        private final CompletableFuture<MeterViews> views = new CompletableFuture<>();
        private volatile boolean begun;
        private volatile long begunAt;

        boolean beginsAfter(long time) {
            return !begun || begunAt - time >= 0;
        }

        void run(Meters meters) {
            begunAt = System.nanoTime();
            begun = true;
            try {
                views.complete(new MeterViews(meters.all()));
            } catch (RuntimeException e) {
                views.completeExceptionally(e);
            }
        }
    }

    /** What runs at this moment or later: whoever has just started something sees it. */
    Uni<MeterViews> now() {
        return begunSince(System.nanoTime());
    }

    /** The snapshot of this interval. */
    Uni<MeterViews> latest() {
        return begunSince(System.nanoTime() - interval.toNanos() / 2);
    }

    /** How long until the next moment at which all look again, so that they share what is read then. */
    Duration untilNext() {
        long nanos = Math.max(1, interval.toNanos());
        return Duration.ofNanos(nanos - Math.floorMod(System.nanoTime(), nanos));
    }

    /** All who wait for the same reading share the next one. */
    private Uni<MeterViews> begunSince(long time) {
        // a copy for each: one who goes away cancels nothing for the others
        return Uni.createFrom().completionStage(() -> reading(time).views.copy());
    }

    private synchronized Reading reading(long time) {
        Reading before = last;
        if (before != null && before.beginsAfter(time)) {
            return before;
        }
        Reading next = new Reading();
        last = next;
        if (before == null) {
            executor.execute(() -> next.run(meters));
        } else {
            var _ = before.views.whenCompleteAsync((_, _) -> next.run(meters), executor);
        }
        return next;
    }
}
