package dev.atelier.billing.report;

import dev.atelier.api.identity.Caller;
import dev.atelier.billing.BillingConfig;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Snapshots of what runs, again and again. */
@ApplicationScoped
public class MeterStream {
    private final Meters meters;
    private final Duration interval;

    MeterStream(Meters meters, BillingConfig config) {
        this.meters = meters;
        this.interval = config.meters().interval();
    }

    /**
     * One snapshot at once, then one per interval, until the subscriber goes away. A slow subscriber misses snapshots and
     * delays nobody.
     */
    public Multi<MeterSnapshot> watch(CostFilter filter, Caller caller) {
        CostFilter visible = filter.visibleTo(caller);
        return Multi.createFrom()
                .ticks()
                .every(interval)
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(_ -> Uni.createFrom()
                        .item(() -> meters.snapshot(visible, caller))
                        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool()));
    }
}
