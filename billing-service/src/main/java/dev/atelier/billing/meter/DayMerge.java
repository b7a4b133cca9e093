package dev.atelier.billing.meter;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;

/** Keeps the list of what waits to be merged into the sums short. */
@ApplicationScoped
class DayMerge {
    private final DayTable days;

    DayMerge(DayTable days) {
        this.days = days;
    }

    @Scheduled(every = "{atelier.billing.usage.merge}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void merge() {
        if (days.merge()) {
            days.tidy();
        }
    }
}
