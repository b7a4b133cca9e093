package dev.atelier.billing.report;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.api.identity.Caller;
import dev.atelier.billing.BillingConfig;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What runs, told again and again. */
@ApplicationScoped
public class MeterStream {
    private final MeterFeed feed;
    private final Clock clock;
    private final BillingConfig.Meters config;
    private final AtomicInteger watchers = new AtomicInteger();

    MeterStream(MeterFeed feed, Clock clock, BillingConfig config) {
        this.feed = feed;
        this.clock = clock;
        this.config = config.meters();
    }

    /**
     * One complete update at once, then one per interval, until the subscriber goes away or may not watch any more. A slow
     * subscriber misses updates, never a change, and delays nobody.
     *
     * @param changesOnly tell only what is news, at the latest after the keep-alive time with nothing but totals; else
     *     every update is complete
     * @param until when the caller's token ends: then the stream fails with {@code UNAUTHENTICATED}; null for never
     * @return fails with {@code RESOURCE_LIMIT_EXCEEDED} when too many watch
     * @throws AtelierException {@code PERMISSION_DENIED} when the filter names somebody else
     */
    public Multi<MeterUpdate> watch(CostFilter filter, Caller caller, boolean changesOnly, @Nullable Instant until) {
        CostFilter visible = filter.visibleTo(caller);
        return Multi.createFrom().deferred(() -> {
            if (watchers.incrementAndGet() > config.maxWatchers()) {
                watchers.decrementAndGet();
                return Multi.createFrom()
                        .failure(new AtelierException(
                                ErrorCode.RESOURCE_LIMIT_EXCEEDED,
                                "At most %d may watch at once; ask for a list instead."
                                        .formatted(config.maxWatchers())));
            }
            Multi<MeterUpdate> updates = updates(visible, changesOnly);
            AtomicBoolean here = new AtomicBoolean(true);
            return (until == null ? updates : upTo(until, updates))
                    .onTermination()
                    .invoke(() -> {
                        if (here.compareAndSet(true, false)) {
                            watchers.decrementAndGet();
                        }
                    });
        });
    }

    private Multi<MeterUpdate> updates(CostFilter visible, boolean changesOnly) {
        Watcher watcher = new Watcher(changesOnly);
        Multi<Long> later = Multi.createFrom()
                .deferred(() -> Multi.createFrom()
                        .ticks()
                        .startingAfter(feed.untilNext())
                        .every(config.interval())
                        .onOverflow()
                        .drop());
        return Multi.createBy()
                .concatenating()
                .streams(
                        Multi.createFrom().uni(feed.now()),
                        later.onItem().transformToUniAndConcatenate(_ -> feed.latest()))
                .onItem()
                .transformToUniAndConcatenate(views -> Uni.createFrom()
                        .item(() -> watcher.next(views.of(visible)))
                        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool()));
    }

    private Multi<MeterUpdate> upTo(Instant until, Multi<MeterUpdate> updates) {
        Duration left = Duration.between(clock.instant(), until);
        Multi<MeterUpdate> end = Multi.createFrom()
                .failure(() -> AtelierException.unauthenticated("The token has expired; ask for a new one."));
        return left.isPositive()
                ? Multi.createBy().concatenating().streams(updates.select().first(left), end)
                : end;
    }

    /** One subscription; updates are made one after the other. */
    private final class Watcher {
        private final boolean changesOnly;
        private @Nullable MeterView known;
        private long toldAt;

        Watcher(boolean changesOnly) {
            this.changesOnly = changesOnly;
        }

        /** Null when there is nothing to tell. */
        @Nullable
        MeterUpdate next(MeterView view) {
            if (!changesOnly) {
                return view.complete();
            }
            MeterUpdate update = view.since(known);
            known = view;
            long now = System.nanoTime();
            if (!update.tellsSomething() && now - toldAt < config.keepAlive().toNanos()) {
                return null;
            }
            toldAt = now;
            return update;
        }
    }
}
